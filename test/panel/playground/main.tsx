import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import type { SessionSummary } from "../../../src/core/wire/session-summary.ts";
import { mountPanel } from "../../../src/panel/view/mount-panel.tsx";
import "../../../src/panel/view/styles/panel.css";
import { createFakeEngine, EXTRA_PAYLOADS, type FakeEngine } from "../../support/fake-engine.ts";
import { createFakeKeptCapture } from "../../support/fake-kept-capture.ts";
import { createFakeKeptFilters } from "../../support/fake-kept-filters.ts";
import { STARTED_AT } from "../../support/synthetic-session.ts";

/*
 * The panel without a browser's DevTools: `npx vite test/panel/playground`. In the address:
 * ?rows=N &grow=N (rows a second) &theme=dark &browser=firefox
 * &state=first|reload|paused|off|http|private|notices|stored|alone|none &large=MB (row 10 gets a payload of this size)
 */
const query = new URLSearchParams(location.search);
const state = query.get("state") ?? "live";
const isEmpty = ["first", "reload", "paused", "off", "alone", "none"].includes(state);
const theme = query.get("theme");
if (theme !== null) document.documentElement.dataset.theme = theme;

const SESSIONS: SessionSummary[] = [
  summary("live", "shop.example", "https://shop.example/", 0, 100_000, true),
  summary(
    "a",
    "Checkout, the <b>slow</b> one",
    "https://shop.example/checkout?step=3",
    3_600_000,
    12_004,
    false,
  ),
  summary(
    "b",
    "trading.example 2026-02-27",
    "https://trading.example/desk/with/a/long/path",
    90_000_000,
    1_204_551,
    false,
  ),
  summary("c", "a.har", "https://a.example/", 400_000_000, 1, false),
];

function summary(id: string, name: string, url: string, ago: number, messages: number, live: boolean) {
  const startedAt = STARTED_AT - ago;
  return {
    id,
    name,
    url,
    startedAt,
    changedAt: startedAt + messages * 25,
    messages,
    requests: 4,
    connections: 6,
    bytes: messages * 167,
    live,
  };
}

const stored = {
  id: "b",
  name: "trading.example 2026-02-27",
  live: false,
  startedAt: STARTED_AT,
  kept: "disk",
} as const;
const nothing = { id: "", name: "", live: false, startedAt: 0, kept: "disk" } as const;

const STATES: Record<string, Partial<EngineStatus>> = {
  first: {},
  reload: { reloadNeeded: true },
  paused: { recording: false },
  off: { pageOff: true },
  private: { privateWindow: true, session: { ...stored, id: "live", live: true, kept: "memory" } },
  notices: {
    notices: [
      {
        id: "quota",
        severity: "error",
        text: "The disk is full: from here on the session is kept in memory only.",
      },
      {
        id: "newer",
        severity: "info",
        text: "Two sessions were written by a newer Duplex; they are left as they are.",
      },
    ],
  },
  stored: { session: stored },
  alone: { canRecord: false, recording: false, session: nothing },
  none: { canRecord: false, recording: false, session: nothing },
};

const engine = createFakeEngine({
  rows: isEmpty ? 0 : Number(query.get("rows") ?? 100_000),
  sessions: state === "none" ? [] : SESSIONS,
  status: STATES[state] ?? {},
});
const large = Number(query.get("large") ?? 0) * 1_000_000;
if (large > 0) {
  const item = '{"id":1,"name":"an item of a large answer","tags":["a","b"]},';
  const text = `[${item.repeat(Math.ceil(large / item.length)).slice(0, -1)}]`;
  EXTRA_PAYLOADS.set(10, new TextEncoder().encode(text));
}
if (state === "http") {
  // After the panel has set its view, which counts anew.
  setTimeout(() => {
    const requests = engine.status.connections.filter(({ kind }) => kind === "http");
    engine.change({ connections: requests, messages: 0 });
  }, 200);
}
const grow = Number(query.get("grow") ?? 0);
if (grow > 0) setInterval(() => engine.grow(Math.ceil(grow / 20)), 50);

declare global {
  interface Window {
    engine: FakeEngine;
    saved: string[];
  }
}
window.engine = engine;
window.saved = [];

mountPanel(document.body, engine, {
  browser: query.get("browser") === "firefox" ? "firefox" : "chromium",
  inDevtools: state !== "alone" && state !== "none",
  saveFile: (_file, name) => window.saved.push(name),
  reloadPage: () => engine.change({ pageOff: false, reloadNeeded: false }),
  capture: createFakeKeptCapture(state === "off" ? { off: ["shop.example"] } : {}),
  filters: createFakeKeptFilters(),
  languages: { known: ["en"], chosen: () => "", choose: () => {} },
  copyText: (text) => navigator.clipboard.writeText(text),
  openSandbox: () => ({
    start: (_source, hear) => hear({ error: "there is no sandbox in the playground", line: 0 }),
    ask() {},
    stop() {},
    close() {},
  }),
});
