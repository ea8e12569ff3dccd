import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { PATIENTLY, sessionLines } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { LARGE_BYTES, LONG, type StreamServer, startStreamServer } from "./support/stream-server.ts";

interface Ended {
  /** How many bytes the page was told of. */
  readonly loaded: number;
  readonly by: string;
}

/** What a page does with a request once all of the text has come. It does not read the text itself: that would be a look. */
const ENDINGS: Readonly<Record<string, string>> = {
  "the server ends it": "",
  "the page aborts it": "x.abort();",
  "the page opens it again": "x.open('GET', '/'); ended('open');",
};

/** Asks for it, and resolves when it has ended; `then` is done when all has come. */
const request = (path: string, type: string, then: string) => `new Promise((resolve) => {
  const x = new XMLHttpRequest();
  let loaded = 0;
  const ended = (by) => resolve({ loaded, by });
  x.onprogress = (event) => { loaded = event.loaded; if (loaded === ${LONG.length}) { ${then} } };
  for (const type of ['load', 'error', 'abort']) x.addEventListener(type, () => ended(type));
  x.open('GET', ${JSON.stringify(path)});
  x.responseType = ${JSON.stringify(type)};
  x.send();
})`;

describe.each(BROWSERS)("%s: a long text over XMLHttpRequest", (name) => {
  let server: StreamServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;
  const run = <T>(code: string) => started.browser.page.evaluate<T>(code);

  /** The chunks of the last stream that were recorded. */
  async function chunks(): Promise<{ at: number; position: number; said: Buffer }[]> {
    const lines = await sessionLines(started.browser, panel);
    const stream = lines.findLast((it) => it.type === "stream-opened");
    return lines
      .filter((it) => it.type === "chunk" && it.connection === stream?.connection)
      .map(({ at, position, base64, text }) => ({
        at: Number(at),
        position: Number(position),
        said: base64 ? Buffer.from(String(base64), "base64") : Buffer.from(String(text ?? "")),
      }));
  }

  /** Where they end, each of which has the bytes that are its. */
  async function recorded(): Promise<{ end: number; bytes: number; times: number[] }> {
    const all = await chunks();
    let end = 0;
    let bytes = 0;
    for (const { position: at, said } of all) {
      expect(said.equals(LONG.subarray(at, at + said.length)), `the bytes from ${at} on`).toBe(true);
      expect(at).toBeGreaterThanOrEqual(end);
      end = at + said.length;
      bytes += said.length;
    }
    return { end, bytes, times: all.map((it) => it.at) };
  }

  beforeAll(async () => {
    server = await startStreamServer();
    started = await startBrowser(name, { devtools: false });
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
  });

  test("that goes on when DevTools is opened: what came last is there, and from where on", async () => {
    await started.browser.page.goto(server.origin);
    await run(`new Promise((resolve) => {
      const x = window.kept = new XMLHttpRequest();
      x.onprogress = ({ loaded }) => { if (loaded === ${LONG.length}) resolve(1); };
      x.open('GET', '/long?end=open');
      x.send();
    })`);
    panel = await started.browser.showPanel();
    // What comes after text that was never read: of that nobody knows how many bytes it was, and positions are "at least".
    const last = async () => {
      const all = await chunks();
      const gap = all.findLastIndex(
        ({ position }, index) =>
          index > 0 && position > (all[index - 1]?.position ?? 0) + (all[index - 1]?.said.length ?? 0),
      );
      return Buffer.concat(all.slice(Math.max(gap, 0)).map(({ said }) => said));
    };
    const isLast = (said: Buffer) => said.equals(LONG.subarray(LONG.length - said.length));
    await expect.poll(async () => isLast(await last()), PATIENTLY).toBe(true);
    const { length } = await last();
    expect(length).toBeGreaterThan(500_000);
    expect(length).toBeLessThan(LONG.length);
  });

  test.each(
    Object.entries(ENDINGS).flatMap(([how, then]) => ["", "text"].map((type) => [how, type, then] as const)),
  )("all of it is there when %s (responseType '%s')", async (_, type, then) => {
    await started.browser.page.goto(server.origin);
    await clear(panel);
    const path = then === "" ? "/long" : "/long?end=open";
    await run<Ended>(request(path, type, then));
    await expect.poll(async () => (await recorded()).end, PATIENTLY).toBe(LONG.length);
    const { bytes, times } = await recorded();
    expect(bytes).toBe(LONG.length);
    // It came in many pieces, of which a busy browser tells several at once, and was looked at seldom.
    expect(new Set(times).size).toBeGreaterThan(2);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("that breaks: what nobody could see any more is said to be missing", async () => {
    await started.browser.page.goto(server.origin);
    await clear(panel);
    const { loaded, by } = await run<Ended>(request("/long?end=broken", "", ""));
    expect(by).toBe("error");
    await panel.waitFor(`document.body.textContent.includes("Stream ended")`);
    await expect.poll(async () => (await recorded()).end, PATIENTLY).toBeGreaterThanOrEqual(loaded);
  });

  test.each(["arrayBuffer", "blob", "text"])(
    "that is read at once while DevTools is closed, and is far longer than the ring, is missing (%s)",
    async (how) => {
      await started.browser.closeDevtools();
      await started.browser.page.goto(server.origin);
      await run(
        `fetch('/large').then((r) => r.${how}()).then((it) => it.size ?? it.length ?? it.byteLength)`,
      );
      panel = await started.browser.showPanel();
      const told = async () => (await chunks()).map(({ position, said }) => [position, said.length]);
      await expect.poll(told, PATIENTLY).toEqual([[LARGE_BYTES, 0]]);
    },
  );
});
