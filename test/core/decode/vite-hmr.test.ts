import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { RawMessage } from "../../../src/core/decode/decoder.ts";
import { decoderOf, toShort } from "../../support/decode-conversation.ts";

const root = mkdtempSync(join(tmpdir(), "duplex-vite-"));
let server: ViteDevServer;

beforeAll(async () => {
  server = await createServer({
    root,
    configFile: false,
    logLevel: "silent",
    server: { host: "127.0.0.1", port: 0 },
  });
  await server.listen();
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

test("reads what Vite's development server says", async () => {
  const address = server.resolvedUrls?.local[0] ?? "";
  const url = `${address.replace("http", "ws")}?token=${server.config.webSocketToken}`;
  const messages: RawMessage[] = [];
  await new Promise<void>((resolve) => {
    const socket = new WebSocket(url, "vite-hmr");
    socket.on("message", (data: Buffer) => {
      const bytes = Uint8Array.from(data);
      messages.push({ index: messages.length, received: true, bytes, binary: false, cut: false, event: "" });
      if (messages.length === 1) {
        server.ws.send({ type: "full-reload", path: "*" });
        server.ws.send("own:event", { a: 1 });
      }
      if (messages.length === 3) socket.close();
    });
    socket.on("close", () => resolve());
  });
  const decoder = decoderOf(messages, { url, subprotocol: "vite-hmr" });
  expect(decoder.ids()).toEqual(["vite-hmr"]);
  expect(decoder.all().map(toShort)).toEqual([
    "·connected: connected",
    "full-reload: full-reload *",
    "custom own:event: custom own:event",
  ]);
});
