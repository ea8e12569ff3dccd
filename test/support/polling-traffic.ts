import type { HarEntry } from "../../src/core/wire/events.ts";
import { START } from "./session-from-text.ts";

/** One request of a made-up page; times in ms from the start. */
export interface TrafficRequest {
  readonly at: number;
  readonly url: string;
  readonly method?: string;
  /** The request's body; an object is written as JSON, a text as it is. */
  readonly body?: object | string;
  readonly status?: number;
  /** The answer's body; an object is written as JSON. */
  readonly answer?: unknown;
  /** From the request to the end of the answer. */
  readonly ms?: number;
  /** Chromium's resource type; null is left out, as Firefox does. */
  readonly type?: string | null;
  readonly mime?: string;
  /** The stack of calls that asked, nearest first; "timer" in it is what `setTimeout` called. */
  readonly stack?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly answerHeaders?: Readonly<Record<string, string>>;
  readonly http?: string;
  /** How large the bodies were, where they are not written out. */
  readonly sentBytes?: number;
  readonly answerBytes?: number;
}

/** What changes from one request of a row to the next: a value, or a function of its place and time. */
type Each<T> = T | ((index: number, at: number) => T);

/** Requests in a row. */
export interface RequestRow {
  readonly from?: number;
  readonly count: number;
  /** From start to start (`every`), or from the end of an answer to the next start (`after`). */
  readonly every?: Each<number>;
  readonly after?: Each<number>;
  /** The share by which `every` or `after` is random, both ways. */
  readonly jitter?: number;
  readonly url: Each<string>;
  readonly request?: Each<Omit<TrafficRequest, "at" | "url">>;
  readonly ms?: Each<number>;
}

/** The traffic of a made-up page. */
export interface Traffic {
  /** From 0 to 1; the same numbers for the same seed. */
  random(): number;
  /** Like times between the actions of a person: log-normal, with this median in ms. */
  human(median: number, spread?: number): number;
  hex(digits: number): string;
  uuid(): string;
  ask(request: TrafficRequest): void;
  /** Answers with when the last answer had come. */
  row(row: RequestRow): number;
  /** A page that loads: document, styles, scripts, pictures, and some data. */
  load(at?: number): void;
  entries(): HarEntry[];
}

/** Creates an empty page whose chance comes from a seed. */
export function createTraffic(seed: number): Traffic {
  const list: HarEntry[] = [];
  let state = seed >>> 0;

  /** Mulberry32. */
  function random(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let it = state;
    it = Math.imul(it ^ (it >>> 15), it | 1);
    it ^= it + Math.imul(it ^ (it >>> 7), it | 61);
    return ((it ^ (it >>> 14)) >>> 0) / 2 ** 32;
  }

  const traffic: Traffic = {
    random,
    human(median, spread = 0.8) {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      return median * Math.exp(spread * normal);
    },
    hex(digits) {
      return Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
    },
    uuid() {
      const h = traffic.hex(32);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
    },
    ask(request) {
      list.push(toEntry(request, random));
    },
    row({ from = 0, count, every, after, jitter = 0, url, request, ms = 60 }) {
      let at = from;
      let end = from;
      for (let index = 0; index < count; index += 1) {
        const asked = each(request ?? {}, index, at);
        const lasts = each(ms, index, at) * (typeof ms === "number" ? 0.8 + 0.4 * random() : 1);
        traffic.ask({ ms: lasts, ...asked, at, url: each(url, index, at) });
        end = at + (asked.ms ?? lasts);
        const step = each(after ?? every ?? 1000, index, at) * (1 + jitter * (2 * random() - 1));
        // Timers are late by some milliseconds, never early.
        at = (after === undefined ? at : end) + step + 6 * random();
      }
      return end;
    },
    load(at = 0) {
      const origin = "https://app.example";
      traffic.ask({ at, url: `${origin}/`, type: "document", mime: "text/html", answer: "<!doctype html>" });
      for (let index = 0; index < 12; index += 1) {
        const script = index % 3 === 0;
        const type = script ? "script" : "image";
        const mime = script ? "text/javascript" : "image/png";
        const url = `${origin}/assets/${traffic.hex(8)}.${script ? "js" : "png"}`;
        traffic.ask({ at: at + 120 + 300 * random(), url, type, mime, answer: "…" });
      }
      for (const name of ["me", "settings", "features", "menu"]) {
        traffic.ask({ at: at + 500 + 300 * random(), url: `${origin}/api/${name}`, answer: { name } });
      }
    },
    entries: () => [...list].sort((a, b) => Date.parse(a.startedDateTime) - Date.parse(b.startedDateTime)),
  };
  return traffic;
}

function each<T>(it: Each<T>, index: number, at: number): T {
  return typeof it === "function" ? (it as (index: number, at: number) => T)(index, at) : it;
}

function toEntry(it: TrafficRequest, random: () => number): HarEntry {
  const { at, url, method = "GET", body, status = 200, answer, type = "fetch", http = "http/2.0" } = it;
  const text = textOf(answer);
  const sent = textOf(body);
  const mime = it.mime ?? (text === "" ? "" : "application/json");
  const { host } = new URL(url);
  return {
    startedDateTime: new Date(START + at).toISOString(),
    time: it.ms ?? 40 + 30 * random(),
    request: {
      method,
      url,
      httpVersion: http,
      headers: toHeaders({
        host,
        accept: "application/json",
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64)",
        cookie: "session=0123456789abcdef",
        ...it.headers,
      }),
      headersSize: -1,
      bodySize: it.sentBytes ?? sent.length,
      ...(sent === "" || it.sentBytes !== undefined
        ? {}
        : { postData: { mimeType: it.headers?.["content-type"] ?? "application/json", text: sent } }),
    },
    response: {
      status,
      statusText: status === 200 ? "OK" : "",
      httpVersion: http,
      headers: toHeaders({ ...(mime === "" ? {} : { "content-type": mime }), ...it.answerHeaders }),
      headersSize: -1,
      bodySize: it.answerBytes ?? text.length,
      content:
        it.answerBytes === undefined
          ? { size: text.length, mimeType: mime, text }
          : { size: it.answerBytes, mimeType: mime },
    },
    ...(type === null ? {} : { _resourceType: type }),
    ...(it.stack === undefined ? {} : { _initiator: toInitiator(it.stack) }),
  };
}

/** As Chromium writes it: a stack, and from a timer on its parent, which says so. */
function toInitiator(stack: readonly string[]): object {
  const cut = stack.indexOf("timer");
  const frames = (names: readonly string[]) =>
    names.map((functionName, index) => ({
      functionName,
      scriptId: "1",
      url: "https://app.example/assets/app.js",
      lineNumber: 100 + index,
      columnNumber: functionName.length,
    }));
  if (cut < 0) return { type: "script", stack: { callFrames: frames(stack) } };
  const parent = { description: "setTimeout", callFrames: frames(stack.slice(cut + 1)) };
  return { type: "script", stack: { callFrames: frames(stack.slice(0, cut)), parent } };
}

function toHeaders(headers: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}

function textOf(body: unknown): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}
