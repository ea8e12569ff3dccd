import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, exportSession, quiet } from "../../tooling/panel-actions.ts";
import { type NetworkSite, startNetworkSite } from "./support/network-site.ts";
import { sessionLines } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

type Line = Record<string, unknown>;
interface Header {
  name: string;
  value: string;
}

/** Chooses the connection whose path ends so; resolves when the facts that the panel shows of it say all of this. */
async function factsOf(panel: DrivenPanel, path: string, ...said: RegExp[]): Promise<void> {
  await choose(panel, path);
  for (const one of said)
    await panel.waitFor(`${one}.test(document.querySelector("[aria-label=Connection]").innerText)`);
}

async function choose(panel: DrivenPanel, path: string): Promise<void> {
  const item = `[...document.querySelectorAll(".connection")].find((it) =>
    it.querySelector(".connection-path")?.textContent.endsWith(${JSON.stringify(path)}))`;
  await panel.waitFor(`${item} !== undefined`);
  await panel.evaluate(`${item}.click()`);
  await panel.waitFor("document.querySelector('[aria-label=Connection]') !== null");
}

describe.each(BROWSERS)("%s: handshakes", (name) => {
  let site: NetworkSite;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startNetworkSite();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });
  beforeEach(async () => {
    await started.browser.page.goto(site.origin);
    await quiet(panel);
    await clear(panel);
  });

  /** Opens a socket in the page and resolves when it has said so, and closed if asked to. */
  const open = (path: string, protocols: string[] = [], close = true) =>
    started.browser.page.evaluate(`new Promise((resolve) => {
      const socket = new WebSocket("${site.sockets}${path}", ${JSON.stringify(protocols)});
      (window.kept ??= []).push(socket);
      socket.onopen = () => ${close ? "socket.close(4007, 'done here')" : "resolve()"};
      socket.onclose = () => resolve();
    })`);
  const handshakeCount = (count: number) =>
    panel.waitFor(
      `[...document.querySelectorAll(".grid .row")].filter((it) => /WebSocket handshake/.test(it.innerText)).length >= ${count}`,
    );
  const lines = () => sessionLines(started.browser, panel);
  const handshakes = (all: Line[]) => all.filter(({ type }) => type === "handshake");
  const headersOf = (line: Line, side: "request" | "response") =>
    (line.entry as Record<string, { headers: Header[] }>)[side]?.headers ?? [];
  const headerValue = (headers: Header[], wanted: string) =>
    headers.find((it) => it.name.toLowerCase() === wanted)?.value;

  test("of an accepted socket: headers, subprotocol, compression, and an accept that is checked", async () => {
    await open("/chat", ["v2", "v1"]);
    await handshakeCount(1);
    const all = await lines();
    const [handshake] = handshakes(all) as [Line];
    const created = all.find(({ type }) => type === "socket-created");
    expect(handshake.connection).toBe(created?.connection);
    const key = headerValue(headersOf(handshake, "request"), "sec-websocket-key");
    expect(headerValue(headersOf(handshake, "response"), "sec-websocket-accept")).toBe(
      createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64"),
    );
    await factsOf(
      panel,
      "/chat",
      /Response headers/i,
      /101 Switching Protocols/,
      /Subprotocol\s+v2\b/,
      /permessage-deflate: messages may be compressed \(server_no_context_takeover/,
      /Sec-WebSocket-Accept\s+verified/,
      /Open after\s+[\d.]+ m?s/,
      /4007 Private use/,
      /done here/,
      /Lived\s+[\d.]+ m?s/,
    );
    const har = JSON.parse(readFileSync(await exportSession(started.browser, panel, "HAR…"), "utf8"));
    const entry = har.log.entries.find((it: { request: { url: string } }) =>
      it.request.url.endsWith("/chat"),
    );
    expect(headerValue(entry.request.headers, "sec-websocket-key")).toBe(key);
  });

  test("that was refused: the status, which the page never learns", async () => {
    await open("/refused");
    await handshakeCount(1);
    // Chromium's log has no headers of it.
    const headers = name === "firefox" ? /x-why\s+not today/i : /its headers are not visible/;
    await factsOf(panel, "/refused", /Status\s+403/, /1006 Abnormal Closure/, headers);
  });

  test("with a wrong Sec-WebSocket-Accept", async () => {
    await open("/wrong");
    await handshakeCount(1);
    await factsOf(
      panel,
      "/wrong",
      name === "firefox" ? /Sec-WebSocket-Accept\s+WRONG/ : /Incorrect 'Sec-WebSocket-Accept' header/,
    );
  });

  test("of an open socket: at once in Firefox, when asked for in Chromium", async () => {
    await open("/open", [], false);
    const close = () => started.browser.page.evaluate("kept.forEach((it) => it.close())");
    if (name === "firefox") {
      await handshakeCount(1);
      await factsOf(panel, "/open", /Sec-WebSocket-Accept\s+verified/);
      await close();
      return;
    }
    await factsOf(panel, "/open", /Chromium tells of a handshake when the connection is closed/);
    await panel.click({ role: "button", name: "Read the handshake" });
    await panel.waitFor("/Sec-WebSocket-Accept\\s+verified/.test(document.body.innerText)");
    await close();
    await factsOf(panel, "/open", /Lived\s/);
    await quiet(panel);
    const all = await lines();
    expect(handshakes(all)).toHaveLength(1);
    expect(all.filter(({ type }) => type === "socket-created")).toHaveLength(1);
  });

  test("of several sockets to one address at once are not guessed in silence", async () => {
    await started.browser.page.evaluate(`Promise.all([1, 2, 3].map(() => new Promise((resolve) => {
      const socket = new WebSocket("${site.sockets}/same");
      socket.onopen = () => socket.close();
      socket.onclose = resolve;
    })))`);
    await handshakeCount(3);
    const told = handshakes(await lines());
    expect(new Set(told.map(({ connection }) => connection)).size).toBe(3);
    expect(told.map(({ among }) => among)).toEqual([3, 3, 3]);
    await factsOf(panel, "/same", /Ambiguous: 3 connections/);
  });
});
