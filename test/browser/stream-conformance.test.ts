import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { PATIENTLY, recordedSession, sessionLines } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { LARGE_BYTES, SPLIT_EVENTS, type StreamServer, startStreamServer } from "./support/stream-server.ts";

/** What each does is run in a page: without Duplex, before DevTools is opened, and while it records. All must tell the same. */
const SCENARIOS: Readonly<Record<string, string>> = {
  // First, since what there is to see of an iterator is made with a page's first.
  "who asks for what the page has in the place of the browser's constructors": `
    const asked = [], before = [], { getOwnPropertyNames, getOwnPropertyDescriptor, defineProperty } = Object;
    for (const name of getOwnPropertyNames(globalThis)) {
      const d = getOwnPropertyDescriptor(globalThis, name); if (!d.configurable || typeof d.value !== 'function') continue;
      defineProperty(globalThis, name, { configurable: true, get() { asked.push(name); return d.value } }); before.push([name, d]);
    }
    const r = await fetch(o + '/finite'); let n = 0; for await (const c of r.body) n += c.length; const t = await (await fetch(o + '/finite')).text();
    for (const [name, d] of before) defineProperty(globalThis, name, d); log(n, t.length, asked.join());`,
  "getReader, chunk by chunk": `
    const r = await fetch(o + '/finite'); log(r.bodyUsed, r.type, r.redirected, r.url === o + '/finite');
    const s = r.body; log(s === r.body, s.locked); const reader = s.getReader(); log(s.locked, r.bodyUsed);
    let text = ''; const d = new TextDecoder(), pieces = new Set();
    for (;;) { const { done, value } = await reader.read(); if (done) break; pieces.add(value.constructor.name + r.bodyUsed); text += d.decode(value, { stream: true }); }
    log([...pieces].join(), text); await reader.closed; reader.releaseLock(); log(s.locked);`,
  "BYOB reader": `
    const r = await fetch(o + '/finite'); const reader = r.body.getReader({ mode: 'byob' });
    let buffer = new ArrayBuffer(64), all = [];
    for (;;) { const { done, value } = await reader.read(new Uint8Array(buffer)); buffer = value.buffer; all.push(...value); if (done) break; }
    log(all.join(), buffer.byteLength);`,
  "for await": `
    const r = await fetch(o + '/finite'); const s = r.body; let n = 0; for await (const c of s) n += c.length; log(n, s.locked, r.bodyUsed);
    log(ReadableStream.prototype.values === ReadableStream.prototype[Symbol.asyncIterator]);`,
  "for await, left early": `
    const r = await fetch(o + '/open?key=' + k); for await (const c of r.body) { log(c.length); break; } log(r.bodyUsed, r.body.locked);
    log((await r.body.getReader().read()).done);`,
  "values with preventCancel": `
    const r = await fetch(o + '/lines'); const it = r.body.values({ preventCancel: true }); await it.next(); await it.return('x');
    log(r.body.locked); const rest = r.body.getReader(); let n = 0; for (;;) { const x = await rest.read(); if (x.done) break; n += x.value.length; } log(n >= 0, r.body.locked);`,
  "the response itself": `
    const r = await fetch(o + '/redirect'); log(r.url === o + '/finite', r.type, r.redirected, r.status, r.statusText, r.ok, r.headers.get('Content-Type'), [...r.headers.keys()].join());
    log(r instanceof Response, Object.getPrototypeOf(r) === Response.prototype, Object.getOwnPropertyNames(r).length, r.constructor === Response);
    const s = r.body; log(s instanceof ReadableStream, Object.getOwnPropertyNames(s).length, Object.prototype.toString.call(s)); const t = s.getReader();
    log(t instanceof ReadableStreamDefaultReader, t.constructor === ReadableStreamDefaultReader, Object.getOwnPropertyNames(t).length); await t.cancel();`,
  "bytes and formData": `
    const r = await fetch(o + '/finite'); if (r.bytes) { const b = await r.bytes(); log(b.constructor === Uint8Array, b.length); }
    log(await (await fetch(o + '/finite')).formData().catch((e) => e.name));`,
  "the whole, settled as always": `
    const r = await fetch(o + '/finite'); const p = r.text(); log(p instanceof Promise, p.constructor === Promise, Object.getOwnPropertyNames(p).length, Object.prototype.toString.call(p));
    log(await p === await p); const q = (await fetch(o + '/lines')).json(); const e = await q.catch((e) => e); log(e instanceof SyntaxError, await q.catch((f) => f === e));`,
  "transferred to a worker": `
    const source = 'onmessage = async ({ data }) => { let n = 0; for await (const c of data) n += c.length; postMessage(n) }';
    const worker = new Worker(URL.createObjectURL(new Blob([source]))); const r = await fetch(o + '/finite'); const s = r.body;
    const n = await new Promise((f, g) => { worker.onmessage = (e) => f(e.data); try { worker.postMessage(s, [s]) } catch (e) { f(e.name) } });
    log(n, s.locked, r.bodyUsed); worker.terminate();`,
  tee: `
    const r = await fetch(o + '/finite'); const [a, b] = r.body.tee(); log(r.body.locked);
    const read = async (s) => { let n = 0; const t = s.getReader(); for (;;) { const x = await t.read(); if (x.done) return n; n += x.value.length; } };
    log(...await Promise.all([read(a), read(b)]));`,
  clone: `
    const r = await fetch(o + '/finite'); const body = r.body; const c = r.clone(); log(r.bodyUsed, c.bodyUsed, body === r.body, r.body.locked);
    log(await r.text() === await c.text(), r.bodyUsed); try { r.clone() } catch (e) { log(e.name, e.message) }`,
  pipeThrough: `
    const r = await fetch(o + '/finite'); const s = r.body; const t = new TextDecoderStream(); const out2 = s.pipeThrough(t);
    log(out2 === t.readable, s.locked, r.bodyUsed, t.writable.locked); let text = ''; for await (const c of out2) text += c; log(text, r.bodyUsed);
    await new Promise((f) => setTimeout(f)); log(s.locked);`,
  "pipeThrough, wrongly": `
    const r = await fetch(o + '/finite'); const s = r.body; for (const bad of [undefined, {}, { readable: 1 }]) { try { s.pipeThrough(bad) } catch (e) { log(e.name) } }
    log(s.locked, r.bodyUsed); log(await s.pipeTo({}).catch((e) => e.name), s.locked); log((await r.text()).length);`,
  "pipeTo and its errors": `
    const r = await fetch(o + '/open?key=' + k); const boom = new Error('boom'); const s = r.body;
    const p = s.pipeTo(new WritableStream({ write() { throw boom } })); log(p instanceof Promise, s.locked);
    log(await p.catch((e) => e === boom)); log(s.locked, r.bodyUsed); log((await s.getReader().read()).done);`,
  "pipeTo what has failed": `
    const r = await fetch(o + '/open?key=' + k); const boom = new Error('boom'); const w = new WritableStream({ start(c) { c.error(boom) } });
    log(await r.body.pipeTo(w).catch((e) => e === boom)); await 0; log(r.body.locked);`,
  "pipeTo what has failed, of what was given up": `
    const a = new AbortController(); const r = await fetch(o + '/open?key=' + k, { signal: a.signal }); const s = r.body; a.abort(); const failed = new WritableStream(); await failed.abort(new Error('boom'));
    await new Promise((f) => setTimeout(f, 100)); log(await s.pipeTo(failed).catch((e) => e.name), s.locked);
    const b = new AbortController(), q = await fetch(o + '/open?key=' + k, { signal: b.signal }), read = q.body.getReader(); await read.read(); b.abort(); log(await read.read().catch((e) => e.name)); read.releaseLock();
    const w = new WritableStream({ abort(e) { log('abort', e.name) } }), closing = w.close().catch((e) => e.name); log(await q.body.pipeTo(w).catch((e) => e.name), await closing);`,
  "pipeTo what is closed, of what has ended": `
    const r = await fetch(o + '/finite'), reader = r.body.getReader(); while (!(await reader.read()).done); reader.releaseLock();
    const w = new WritableStream(); await w.close(); log(await r.body.pipeTo(w).then(() => 'piped', (e) => e.name), r.body.locked);`,
  "pipeTo where every object has a then": `
    const r = await fetch(o + '/finite'); const s = r.body; let n = 0, asked = 0;
    Object.defineProperty(Object.prototype, 'then', { get() { asked += 1; }, configurable: true });
    await s.pipeTo(new WritableStream({ write(c) { n += c.length } })); delete Object.prototype.then; log(asked, n, s.locked);`,
  "pipeTo where the writing is slow": `
    const r = await fetch(o + '/broken'); const seen = [], slow = () => new Promise((f) => setTimeout(f, 300));
    await r.body.pipeTo(new WritableStream({ async write(c) { seen.push(c.length); await slow(); seen.push('written') }, abort(e) { seen.push(e.name) } }, { highWaterMark: 1 })).catch((e) => seen.push(e.name));
    log(seen.join(), r.body.locked); const q = await fetch(o + '/finite'); let n = 0;
    await q.body.pipeTo(new WritableStream({ async write(c) { await slow(); n += c.length }, close() { n += 1000 } })); log(n, q.body.locked);`,
  "pipeTo with options": `
    const r = await fetch(o + '/open?key=' + k); const c = new AbortController(); const p = r.body.pipeTo(new WritableStream(), { signal: c.signal });
    c.abort('why'); log(await p.catch((e) => e)); log(r.body.locked);`,
  "what a pipe asks of what it is given": `
    await (await fetch(o + '/finite')).body.cancel(); const asked = [];
    const asking = (it) => new Proxy(it, { get: (t, key) => (asked.push(key), t[key]), getOwnPropertyDescriptor: (t, key) => (asked.push('own ' + key), Reflect.getOwnPropertyDescriptor(t, key)) });
    const { readable, writable } = new TransformStream(); const made = () => new ReadableStream({ start(c) { c.close() } });
    made().pipeThrough(asking({ readable, writable })); log(asked.join());
    try { made().pipeThrough(new Proxy({}, { getOwnPropertyDescriptor() { throw new Error('of the page') } })) } catch (e) { log(e.name, e.message) }`,
  "pipe of a broken stream": `
    const r = await fetch(o + '/broken'); let n = 0, aborted;
    log(await r.body.pipeTo(new WritableStream({ write(c) { n += c.length }, abort(e) { aborted = e } })).catch((e) => e.name + (e === aborted)), n, r.body.locked);`,
  "text, json, arrayBuffer, blob": `
    log(await (await fetch(o + '/finite')).text()); const j = await fetch(o + '/lines'); log(await j.json().catch((e) => e.name), j.bodyUsed);
    log((await (await fetch(o + '/finite')).arrayBuffer()).byteLength); const b = await (await fetch(o + '/finite')).blob(); log(b.size, b.type);
    const r = await fetch(o + '/finite'); r.text(); log(r.bodyUsed); log(await r.text().catch((e) => e.name + e.message));`,
  "a broken body": `
    const r = await fetch(o + '/broken'); const e = await r.text().catch((e) => e); log(e.name, e.message, r.bodyUsed);
    const t = (await fetch(o + '/broken')).body.getReader(); await t.read(); const f = await t.read().catch((e) => e); log(f.name, f.message, await t.closed.catch((e) => e === f));`,
  abort: `
    const c = new AbortController(); const r = await fetch(o + '/open?key=' + k, { signal: c.signal }); const t = r.body.getReader(); await t.read();
    const p = t.read(); c.abort(); const e = await p.catch((e) => e); log(e.name, e.message, e === c.signal.reason);`,
  "releaseLock with a read under way": `
    const r = await fetch(o + '/open?key=' + k); const t = r.body.getReader(); await t.read(); const p = t.read(); t.releaseLock();
    log(await p.catch((e) => e.name), r.body.locked); const u = r.body.getReader(); await u.cancel(); log((await u.read()).done);`,
  "a stream in a new Response": `
    const r = await fetch(o + '/finite'); const n = new Response(r.body, { status: 201 }); log(n.status, n.url, n.type, r.body.locked); log(await n.text());`,
  "order of microtasks": `
    const r = await fetch(o + '/finite'); const t = r.body.getReader(); await t.read(); await new Promise((f) => setTimeout(f, 1000)); const order = [];
    const p = t.read(); p.then(() => order.push('read')); Promise.resolve().then(() => order.push(1)).then(() => order.push(2)).then(() => order.push(3));
    await p; order.push('awaited'); await new Promise((f) => setTimeout(f)); log(order.join());`,
  "fetch: its promise": `
    log(fetch.name, fetch.length, String(fetch)); const read = []; fetch(o + '/finite', { get method() { read.push('method') } }).then((r) => r.body.cancel()); log(read.join());
    const order = []; const a = new AbortController(); a.abort(); const p = fetch(o + '/finite', { signal: a.signal });
    p.then(0, () => order.push('reject')); Promise.resolve().then(() => order.push('next')); await p.catch(() => {}); await new Promise((f) => setTimeout(f)); log(order.join());
    const e = await fetch('http://127.0.0.1:1/').catch((e) => e); log(e.name, /extension:/.test(e.stack));`,
  "what functions look like": `
    for (const f of [Response, Response.prototype.clone, Response.prototype.text, ReadableStream.prototype.getReader, ReadableStream.prototype.pipeTo, ReadableStreamDefaultReader, XMLHttpRequest.prototype.open])
      log(f.name, f.length, String(f), Object.keys(f).length, f.hasOwnProperty('prototype'));
    log(Object.getOwnPropertyDescriptor(Response.prototype, 'body').get.name); try { Response.prototype.body } catch (e) { log(e.name, /extension:/.test(e.stack)) }
    log(Object.getOwnPropertyNames(Response.prototype).join(), Object.getOwnPropertyNames(ReadableStream.prototype).join());`,
  XMLHttpRequest: `
    const run = (type, path) => new Promise((f) => { const x = new XMLHttpRequest(); const seen = []; x.open('GET', o + path); x.responseType = type;
      x.onload = () => seen.push('load'); x.onerror = () => seen.push('error'); x.onloadend = () => { const v = x.response; f([seen.join(), x.status, x.responseURL === o + path, typeof v === 'string' ? v : v && (v.byteLength ?? v.size ?? JSON.stringify(v))].join('|')) }; x.send(); });
    for (const type of ['', 'text', 'arraybuffer', 'blob', 'json']) log(await run(type, '/finite')); log(await run('', '/broken')); log(await run('json', '/json'));
    const states = await new Promise((f) => { const x = new XMLHttpRequest(); const seen = []; let before = '', grows = true; x.open('GET', o + '/finite');
      x.onreadystatechange = () => { if (seen.at(-1) !== x.readyState) seen.push(x.readyState); grows &&= x.responseText.startsWith(before); before = x.responseText; }; x.onloadend = () => f([seen.join(), grows, before.length].join('|')); x.send(); }); log(states);
    const again = new XMLHttpRequest(); for (const turn of [1, 2]) { again.open('GET', o + '/finite'); again.send(); await new Promise((f) => { again.onload = f }); log(turn, again.responseText.length); }
    const x = new XMLHttpRequest(); try { x.send() } catch (e) { log(e.name, e.message, /extension:/.test(e.stack)) } try { x.open('TRACE', '/') } catch (e) { log(e.name) }
    const y = new XMLHttpRequest(); y.open('GET', o + '/open?key=' + k); const ev = []; y.onabort = () => ev.push('abort'); y.onreadystatechange = () => { if (y.readyState === 3) { y.onreadystatechange = null; y.abort() } }; const ended = new Promise((f) => { y.onloadend = () => { ev.push('loadend'); f(); } });
    y.send(); await ended; await new Promise((f) => setTimeout(f)); log(ev.join(), y.readyState);`,
  "XMLHttpRequest, a text that ends within a character": `
    const run = (looks) => new Promise((f) => { const x = new XMLHttpRequest(); x.open('GET', o + '/cut'); if (looks) x.onprogress = () => void x.responseText; x.onload = () => f(x.responseText); x.send(); });
    log('looked at before', await run(true)); log(await run(false));`,
};

/**
 * What no script can change, with what is answered instead: Firefox decodes what is left of a text when it is read, and ends the decoding only where
 * something is left. So it is without Duplex, too, where the page looks at the text before its end.
 */
const KNOWN: Readonly<Record<string, string>> = {
  "firefox: XMLHttpRequest, a text that ends within a character": "data: ",
};

/** A browser that closes so many of so many connections closes all of them. */
const SURE = 8;

/** Ways to give up a stream. */
const CLOSINGS: Readonly<Record<string, string>> = {
  "reader.cancel()": "const t = r.body.getReader(); await t.read(); await t.cancel();",
  "stream.cancel()": "await r.body.cancel();",
  "a pipe that is aborted":
    "await r.body.pipeTo(new WritableStream({ write() { throw 1 } })).catch(() => {});",
  "leaving for await": "for await (const c of r.body) break;",
  "abort()": "const p = r.text(); a.abort(); await p.catch(() => {});",
};

/** Browsers keep some connections open (Firefox most, Chromium one of twelve): that is known only after a while. */
const CLOSE_MS = 1000;
/** One that has to be closed may take its time. */
const CLOSE_LATE_MS = 15_000;

/** What two runs of the same differ by in what is on its way. */
const SOME_BYTES = 8 * 1024 * 1024;

const RUN = `async (code, o, k) => {
  const out = []; const log = (...what) => out.push(what.map(String).join(' '));
  try { await new (Object.getPrototypeOf(async () => {}).constructor)('o', 'k', 'log', code)(o, k, log); } catch (e) { log('threw', e); }
  return out;
}`;

describe.each(BROWSERS)("%s: a page that reads streams does not notice", (name) => {
  let server: StreamServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;
  const without = new Map<string, unknown>();
  const closed = new Map<string, unknown>();
  /** The ways of giving up a stream that close its connection: every time without Duplex, and with it. */
  const closing = { without: new Set<string>(), closed: new Set<string>(), devtools: new Set<string>() };
  let taken = 0;
  const isClosed = async (how: string, when: string, withinMs = CLOSE_MS): Promise<boolean> => {
    const key = `${how} ${when}`;
    // Browsers allow six connections to a server: what the page before has kept open would be among them.
    await started.browser.page.goto(server.origin);
    const url = JSON.stringify(`${server.origin}/open?key=${encodeURIComponent(key)}`);
    await run(
      `(async () => { const a = new AbortController(); const r = await fetch(${url}, { signal: a.signal }); ${CLOSINGS[how]} return 1; })()`,
    );
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs));
    return Promise.race([server.closed(key).then(() => true), late]);
  };
  const closes = async (how: string, when: string): Promise<boolean> => {
    for (let turn = 0; turn < 5; turn += 1) if (await isClosed(how, `${when} ${turn}`)) return true;
    return isClosed(how, `${when} late`, CLOSE_LATE_MS);
  };
  const takenOf = async (key: string, code: string): Promise<number> => {
    await started.browser.page.goto(server.origin);
    const url = JSON.stringify(`${server.origin}/flood?key=${key}`);
    await run(`(async () => { const r = await fetch(${url}); window.kept = r; ${code}; return 1; })()`);
    const accepted = await server.accepted(key);
    // Ends the stream, which would be taken along to the next case.
    await started.browser.page.goto("about:blank");
    return accepted;
  };
  const argsOf = (scenario: string, key: string) =>
    JSON.stringify([SCENARIOS[scenario], server.origin, `${scenario} ${key}`]);
  const run = <T>(code: string) => started.browser.page.evaluate<T>(code);

  beforeAll(async () => {
    server = await startStreamServer();
    const close = async (when: "without" | "devtools") => {
      for (const how of Object.keys(CLOSINGS)) {
        // What a browser does every other time (Firefox, `stream.cancel()`) is nothing to be relied on.
        let sure = 0;
        while (sure < SURE && (await isClosed(how, `${when} ${sure}`))) sure += 1;
        if (sure === SURE) closing[when].add(how);
      }
    };
    const answers = async (into: Map<string, unknown>, extension: boolean) => {
      started = await startBrowser(name, { devtools: false, extension });
      await started.browser.page.goto(server.origin);
      for (const scenario of Object.keys(SCENARIOS)) {
        into.set(scenario, await run(`(${RUN})(...${argsOf(scenario, `${extension}`)})`));
      }
    };
    // DevTools itself keeps some connections open in Firefox.
    started = await startBrowser(name, { devtools: true, extension: false });
    await close("devtools");
    // How much fits between the two is another number each time; a browser that pauses seems to have had enough.
    for (const key of ["without-1", "without-2", "without-3"])
      taken = Math.max(taken, await takenOf(key, "window.held = r.body.getReader(); await held.read()"));
    await started.stop();
    await answers(without, false);
    await close("without");
    await started.stop();
    await answers(closed, true);
    for (const how of closing.without) if (await closes(how, "closed")) closing.closed.add(how);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(server.origin);
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
  });

  test.each(Object.keys(SCENARIOS))("%s", async (scenario) => {
    const watched = await run<string[]>(`(${RUN})(...${argsOf(scenario, "recording")})`);
    const same = [...(without.get(scenario) as string[])];
    const known = KNOWN[`${name}: ${scenario}`];
    if (known !== undefined) expect(same.splice(-1, 1, known)).not.toEqual([known]);
    expect(closed.get(scenario)).toEqual(same);
    expect(watched).toEqual(same);
    expect(watched.join()).not.toMatch(/threw/);
  });

  test.each(Object.keys(CLOSINGS))("%s closes the connection as without Duplex", async (how) => {
    if (closing.without.has(how)) expect(closing.closed).toContain(how);
    if (closing.devtools.has(how)) expect(await closes(how, "recording")).toBe(true);
    // Which of them a browser closes each time is its own affair; none at all would mean that nothing was compared.
    expect(closing.without.size).toBeGreaterThan(0);
  });

  test.each([
    ["body", "void r.body"],
    ["reader", "window.held = r.body.getReader(); await held.read()"],
    ["pipe", "window.held = r.body.pipeThrough(new TransformStream())"],
    ["tee", "window.held = r.body.tee()"],
  ])("a page that does not read holds the server back: %s", async (how, code) => {
    // Firefox takes all of it, with Duplex or without.
    expect(await takenOf(how, code)).toBeLessThanOrEqual(taken + SOME_BYTES);
  });

  test("a rejection of fetch that nobody handles is told", async () => {
    await started.browser.page.goto(server.origin);
    const told = await run<string>(`new Promise((resolve) => {
      addEventListener('unhandledrejection', (event) => { event.preventDefault(); resolve(String(event.promise === p) + event.reason.name); });
      const p = fetch('http://127.0.0.1:1/');
    })`);
    expect(told).toBe("trueTypeError");
  });

  test("and one of a body, and of what a page makes of it", async () => {
    const told = await run<string>(`(async () => {
      const r = await fetch("/broken");
      return new Promise((resolve) => {
        addEventListener('unhandledrejection', (event) => { event.preventDefault(); resolve(String(event.promise === p) + event.reason.name); });
        const p = r.text();
      });
    })()`);
    expect(told).toBe("trueTypeError");
    const count = await run<number>(`(async () => {
      let count = 0;
      addEventListener('unhandledrejection', (event) => { event.preventDefault(); count += 1; });
      const t = (await fetch("/broken")).body.getReader();
      await (await fetch("/broken")).text().catch(() => {});
      try { for (;;) await t.read(); } catch {}
      await new Promise((f) => setTimeout(f, 100));
      return count;
    })()`);
    expect(count, "none that the page has handled").toBe(0);
  });

  test("what the page read is what the session has, piece by piece, with its times", async () => {
    await clear(panel);
    const url = `${server.origin}/split`;
    const read = await run<{ at: number; bytes: string }[]>(`(async () => {
      const reader = (await fetch(${JSON.stringify(url)})).body.getReader();
      const pieces = [];
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return pieces;
        pieces.push({ at: performance.timeOrigin + performance.now(), bytes: btoa(String.fromCharCode(...value)) });
      }
    })()`);
    await panel.waitFor(`document.body.textContent.includes("Stream ended")`);
    const lines = await sessionLines(started.browser, panel);
    const stream = lines.find((it) => it.type === "stream-opened" && it.url === url);
    const chunks = lines.filter((it) => it.type === "chunk" && it.connection === stream?.connection);
    const bytesOf = ({ base64, text }: Record<string, unknown>) =>
      typeof base64 === "string" ? base64 : Buffer.from(String(text)).toString("base64");
    expect(chunks.map(bytesOf)).toEqual(read.map(({ bytes }) => bytes));
    // The hook has the time first; and not later than the page has the piece, or before it had the one before.
    for (const [index, { at }] of read.entries()) {
      expect(Number(chunks[index]?.at)).toBeLessThanOrEqual(at);
      expect(Number(chunks[index]?.at)).toBeGreaterThanOrEqual(read[index - 1]?.at ?? 0);
    }
    const recorded = async () =>
      (await recordedSession(started.browser, panel))
        .find((it) => it.url === url)
        ?.messages.map(({ data }) => data);
    await expect.poll(recorded, PATIENTLY).toEqual(SPLIT_EVENTS);
  });

  test("of a body of 70 MiB the first 64 are there, and how large it was", async () => {
    await clear(panel);
    const url = `${server.origin}/large?type=application/grpc-web`;
    await run(`fetch(${JSON.stringify(url)}).then((r) => r.arrayBuffer()).then((b) => b.byteLength)`);
    await panel.waitFor(`document.body.textContent.includes("Cut: larger than what is kept")`);
    const chunks = (await sessionLines(started.browser, panel)).filter(({ type }) => type === "chunk");
    const last = chunks.at(-1);
    expect(Number(last?.position) + Number(last?.size)).toBe(LARGE_BYTES);
    expect(chunks.filter(({ cut }) => cut === true)).toEqual([last]);
    const kept = chunks.map(({ base64, text }) =>
      Buffer.from(String(base64 ?? text), base64 ? "base64" : "utf8"),
    );
    expect(Buffer.concat(kept).length).toBe(64 * 1024 * 1024);
  });

  test("and all of it is in the panel", async () => {
    await run(
      `(async () => { const r = await fetch('/finite'); for await (const c of r.body); return 1; })()`,
    );
    await panel.waitFor(`document.body.textContent.includes("Stream ended")`);
    expect(await panel.evaluate<string>("document.body.textContent")).not.toMatch(/error in Duplex/);
  });
});
