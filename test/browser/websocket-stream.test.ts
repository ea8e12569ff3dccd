import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { PATIENTLY, recordedSession, sessionLines, untilMessages } from "./support/recorded.ts";
import { type SocketServer, startSocketServer } from "./support/socket-server.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** As in `stream-conformance.test.ts`: in a page, which is watched, and in a Worker of Chromium's, which is not. */
const SCENARIOS: Readonly<Record<string, string>> = {
  "what it looks like": `
    log(WebSocketStream.name, WebSocketStream.length, String(WebSocketStream), Object.getOwnPropertyNames(WebSocketStream.prototype).join());
    for (const n of ['opened', 'closed']) { const d = Object.getOwnPropertyDescriptor(WebSocketStream.prototype, n); log(d.get.name, String(d.get), d.set, d.enumerable); }
    try { new WebSocketStream('bad:') } catch (e) { log(e.name, e.message, /extension:/.test(e.stack)) }
    log(await WebSocketStream.prototype.opened.catch((e) => e.name));`,
  "text, bytes and what becomes text": `
    const w = new WebSocketStream(u, { protocols: ['a', 'b'] }); log(w.url === u, w.opened === w.opened, w.opened instanceof Promise, w.constructor === WebSocketStream);
    const o = await w.opened; log(Object.keys(o).join(), o.protocol, o.extensions); const t = o.writable.getWriter(), r = o.readable.getReader();
    for (const value of ['hi', new Uint8Array([1, 2, 3]), new Uint8Array([9, 8, 7]).subarray(1).buffer, 5, { toString() { log('asked'); return 'made' } }]) {
      await t.write(value); const x = (await r.read()).value; log(typeof x, x.byteLength ?? x);
    }
    w.close({ closeCode: 3001, reason: 'enough' }); log(JSON.stringify(await w.closed), w.closed === w.closed); log((await r.read()).done, await t.write('x').catch((e) => e.name + e.message));`,
  "for await, tee and pipes": `
    const w = new WebSocketStream(u); const o = await w.opened; const t = o.writable.getWriter(); for (const s of ['1', '2', 'bye']) t.write(s); t.releaseLock();
    const [a, b] = o.readable.tee(); const read = async (s) => { let all = ''; for await (const c of s) all += c; return all }; log(...await Promise.all([read(a), read(b)]), JSON.stringify(await w.closed));
    const v = new WebSocketStream(u); const p = await v.opened; const source = new ReadableStream({ start(c) { c.enqueue('x'); c.enqueue('y'); c.enqueue('bye'); } });
    const piped = source.pipeTo(p.writable, { preventClose: true }).catch((e) => e.name); log(source.locked, await read(p.readable), JSON.stringify(await v.closed));`,
  refused: `
    let told = 0; const count = (e) => { told += 1; e.preventDefault(); }; addEventListener('unhandledrejection', count);
    const w = new WebSocketStream('ws://127.0.0.1:1/'); const order = []; w.closed.catch((e) => order.push('closed', e.name, e.message, e.closeCode)); w.opened.catch((e) => order.push('opened', e.name, e.message));
    // A browser connects to a host with one at a time: what one that is made later hears, those before have heard.
    const later = async () => { const x = new WebSocketStream('ws://127.0.0.1:1/'); await Promise.all([x.opened.catch(() => {}), x.closed.catch(() => {})]); await new Promise((f) => setTimeout(f, 300)); };
    await later(); log(order.join(), told); new WebSocketStream('ws://127.0.0.1:1/'); await later(); log(told);
    const v = new WebSocketStream('ws://127.0.0.1:1/'); v.opened; v.closed; await later(); log(told); removeEventListener('unhandledrejection', count);`,
  ends: `
    const end = async (act) => { const w = new WebSocketStream(u); const o = await w.opened; const r = o.readable.getReader(), t = o.writable.getWriter(); const p = r.read().then((x) => x.done, (e) => e.name);
      await act(w, r, t); log(await w.closed.then(JSON.stringify, (e) => [e.name, e.message, e.closeCode, e.reason].join()), await p); };
    await end((w) => w.close()); await end((w, r) => r.cancel()); await end((w, r, t) => t.close()); await end((w, r, t) => t.write('bye')); await end((w, r, t) => t.write('die'));
    const a = new AbortController(); const v = new WebSocketStream(u, { signal: a.signal }); a.abort(); log(await v.opened.catch((e) => e.name), await v.closed.catch((e) => e.name));
    const c = new WebSocketStream(u); await c.opened; try { c.close({ closeCode: 1 }) } catch (e) { log(e.name, e.message, /extension:/.test(e.stack)) } c.close(); log(JSON.stringify(await c.closed));`,
};

const RUN = `async (code, u) => {
  const out = []; const log = (...what) => out.push(what.map(String).join(' '));
  try { await new (Object.getPrototypeOf(async () => {}).constructor)('u', 'log', code)(u, log); } catch (e) { log('threw', e); }
  return out;
}`;

const inWorker = (args: string) => `new Promise((resolve) => {
  const source = 'onmessage = async ({ data }) => postMessage(await (' + ${JSON.stringify(RUN)} + ')(...data))';
  const worker = new Worker(URL.createObjectURL(new Blob([source])));
  worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
  worker.postMessage(${args});
})`;

// Firefox has no WebSocketStream.
describe.each(BROWSERS.filter((it) => it === "chromium"))("%s: a WebSocketStream", (name) => {
  let server: SocketServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;
  const run = <T>(code: string) => started.browser.page.evaluate<T>(code);

  beforeAll(async () => {
    server = await startSocketServer();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(server.pageUrl);
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
  });

  test.each(Object.keys(SCENARIOS))("does not show that it is watched: %s", async (scenario) => {
    const args = JSON.stringify([SCENARIOS[scenario], server.socketUrl]);
    const native = await run<string[]>(inWorker(args));
    const watched = await run<string[]>(`(${RUN})(...${args})`);
    expect(watched).toEqual(native);
    expect(watched.join()).not.toMatch(/threw/);
  });

  test("what is piped through one is recorded, both ways", async () => {
    const url = `${server.socketUrl}?through`;
    await run(`(async () => {
      const socket = new WebSocketStream(${JSON.stringify(url)});
      const source = new ReadableStream({ start(c) { c.enqueue("into"); c.enqueue("bye"); } });
      for await (const value of source.pipeThrough(await socket.opened));
      return 1;
    })()`);
    await vi.waitFor(async () => {
      const session = await recordedSession(started.browser, panel);
      const said = session
        .find((it) => it.url === url)
        ?.messages.map(({ direction, data }) => `${direction} ${data}`);
      expect(said?.sort()).toEqual(["received into", "sent bye", "sent into"]);
    }, PATIENTLY);
  });

  test("is recorded: its messages both ways, and how it ends", async () => {
    await quiet(panel);
    await clear(panel);
    const url = `${server.socketUrl}?recorded`;
    await run(`(async () => {
      const socket = new WebSocketStream(${JSON.stringify(url)}, { protocols: ["v1"] });
      const { readable, writable } = await socket.opened;
      const reader = readable.getReader();
      const writer = writable.getWriter();
      for (const value of ["zażółć", new Uint8Array([1, 2, 3])]) {
        await writer.write(value);
        await reader.read();
      }
      writer.releaseLock();
      await new ReadableStream({ start(c) { c.close(); } }).pipeTo(writable, {}).catch(() => {});
      await socket.closed;
      const other = new WebSocketStream(${JSON.stringify(`${url}-2`)});
      const opened = await other.opened;
      const echo = opened.readable.pipeThrough(new TransformStream());
      new ReadableStream({ start(c) { c.enqueue("into"); c.enqueue("bye"); } }).pipeTo(opened.writable).catch(() => {});
      for await (const value of echo);
      return 1;
    })()`);
    await untilMessages(panel, 7);
    const untilEnded = async () => {
      const all = await sessionLines(started.browser, panel);
      const ours = all.filter((it) => it.type === "socket-created" && String(it.url).startsWith(url));
      const ended = all.filter(
        (it) => it.type === "socket-closed" && ours.some(({ connection }) => connection === it.connection),
      );
      expect(ended).toHaveLength(2);
    };
    await vi.waitFor(untilEnded, PATIENTLY);
    const recorded = await recordedSession(started.browser, panel);
    const said = (it: string) =>
      recorded
        .find((one) => one.url === it)
        ?.messages.map(({ direction, type, data }) => `${direction} ${type} ${data}`);
    expect(said(url)).toEqual([
      "sent text zażółć",
      "received text zażółć",
      "sent binary AQID",
      "received binary AQID",
    ]);
    expect(said(`${url}-2`)?.sort()).toEqual(["received text into", "sent text bye", "sent text into"]);
    const lines = await sessionLines(started.browser, panel);
    // The page before may still say how its own ended.
    const created = lines.filter((it) => it.type === "socket-created" && String(it.url).startsWith(url));
    const own = new Set(created.map(({ connection }) => connection));
    const of = (type: string) => lines.filter((it) => it.type === type && own.has(it.connection));
    expect(of("socket-created")[0]).toMatchObject({ url, api: "WebSocketStream" });
    expect(of("socket-opened")[0]).toMatchObject({ protocol: "v1" });
    expect(of("socket-closed").map(({ code, by, wasClean }) => [code, by, wasClean])).toEqual([
      // It was piped into with options, which may close it or not.
      [1005, "unknown", true],
      [4001, "server", true],
    ]);
    expect(of("stream-unseen").map(({ why }) => why)).toEqual(["piped"]);
    expect(lines.filter(({ type }) => type === "hook-failed")).toEqual([]);
  });
});
