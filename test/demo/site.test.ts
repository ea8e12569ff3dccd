import { request } from "node:http";
import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { startDemo } from "../../demo/start-demo.ts";
import { connect, useDemo } from "./demo-support.ts";

const demo = useDemo();

/** fetch() tidies paths up before it asks; this does not. */
function ask(origin: string, path: string, method = "GET"): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const asked = request({ hostname, port, path, method }, async (response) => {
      let body = "";
      for await (const part of response) body += part;
      resolve({ status: response.statusCode ?? 0, body });
    });
    asked.on("error", reject);
    asked.end();
  });
}

test.each([
  ["/", "text/html; charset=utf-8"],
  ["/demo.js", "text/javascript; charset=utf-8"],
  ["/feeds/echo.js", "text/javascript; charset=utf-8"],
  ["/demo.css", "text/css; charset=utf-8"],
  ["/icon.svg", "image/svg+xml"],
  ["/vendor/socket.io.esm.min.js", "text/javascript; charset=utf-8"],
])("%s is served as %s", async (path, contentType) => {
  const response = await fetch(`${demo.current.origin}${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe(contentType);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
  await response.arrayBuffer();
});

test("only the inline page may run inline scripts, and pages know the second port", async () => {
  const policyOf = async (path: string) =>
    (await fetch(`${demo.current.origin}${path}`)).headers.get("content-security-policy");
  expect(await policyOf("/")).not.toContain("unsafe-inline");
  expect(await policyOf("/inline.html")).toContain("script-src 'self' 'unsafe-inline'");
  expect(await (await fetch(demo.current.url)).text()).toContain(`content="${demo.current.streamsOrigin}"`);
});

test.each([
  "/../start-demo.ts",
  "/..%2fstart-demo.ts",
  "/%2e%2e/start-demo.ts",
  "/feeds/../../start-demo.ts",
  "/..\\start-demo.ts",
  "//etc/passwd",
  "/demo.js%00.html",
  "/%",
  "/feeds",
  "//",
])("%s leads nowhere", async (path) => {
  const { status, body } = await ask(demo.current.origin, path);
  expect([status, body]).toEqual([404, "Not found\n"]);
});

test("the site is only read", async () => {
  expect((await ask(demo.current.origin, "/demo.js", "POST")).status).toBe(405);
  expect(await ask(demo.current.origin, "/demo.js", "HEAD")).toEqual({ status: 200, body: "" });
});

test("a WebSocket of an unknown path is refused", async () => {
  await expect(connect(demo.current, "/nowhere")).rejects.toThrow("404");
});

test("close() ends it with every kind of client connected", async () => {
  const own = await startDemo();
  const sockets = await Promise.all(
    ["/echo", "/ticker", "/binary", "/drops"].map((path) => connect(own, path)),
  );
  const chat = io(own.origin, { query: { client: "c" }, forceNew: true, reconnection: false });
  await new Promise<void>((resolve) => chat.on("connect", () => resolve()));
  const disconnected = new Promise((resolve) => chat.on("disconnect", resolve));
  const events = await fetch(`${own.streamsOrigin}/events?client=c`);
  const tokens = await fetch(`${own.origin}/tokens?client=c`, { method: "POST" });
  const held = fetch(`${own.streamsOrigin}/long-poll?cursor=0`).catch((error: unknown) => error);

  await own.close();
  const codes = await Promise.all(sockets.map(async ({ closed }) => (await closed).code));
  expect(codes).toEqual([1006, 1006, 1006, 1006]);
  await disconnected;
  await expect(events.text()).rejects.toThrow();
  await expect(tokens.text()).rejects.toThrow();
  expect(await held).toBeInstanceOf(Error);
  await expect(fetch(own.origin)).rejects.toThrow();
});
