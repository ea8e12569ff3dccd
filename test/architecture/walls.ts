/** A room of the house, what it may import, and why no more. The first room whose folder fits a file is the file's. */
export interface Wall {
  readonly room: string;
  /** Rooms (folders) and packages; a room may always import itself. */
  readonly may: readonly string[];
  /** Rooms whose types alone may be imported. */
  readonly mayTypes?: readonly string[];
  readonly because: string;
}

const PURE = "the core runs in node, in a Worker and in a page alike";

export const WALLS: readonly Wall[] = [
  { room: "src/core/units.ts", may: [], because: "units are words, nothing else" },
  {
    room: "src/core/wire",
    may: ["src/core/units.ts"],
    mayTypes: ["src/core/analysis", "src/core/decode", "src/core/model", "src/core/query", "src/core/text"],
    because: PURE,
  },
  { room: "src/core/text", may: ["src/core", "extension/_locales/en"], because: PURE },
  { room: "src/core/export", may: ["src/core", "base64-js"], because: PURE },
  {
    room: "src/core/decode",
    may: ["src/core/units.ts", "src/core/format", "src/core/export/base64.ts", "fflate"],
    because: "other programs may use the decoders, which know nothing of sessions",
  },
  {
    room: "src/core/analysis/advice/packed-bytes.ts",
    may: ["src/core", "fflate"],
    because: "what compression would save is measured, and not guessed",
  },
  { room: "src/core", may: ["src/core"], because: PURE },
  {
    room: "src/feed",
    may: ["src/core/wire", "src/core/units.ts"],
    because: "a feed runs in relays and in workers, and of those a page can reach everything",
  },
  {
    room: "src/page/install-worker-hook.ts",
    may: ["src/page", "src/feed", "src/core/wire", "src/core/units.ts"],
    because: "a worker has no relay of its own: its feed runs with the hook",
  },
  {
    room: "src/page",
    may: ["src/core/wire", "src/core/units.ts"],
    because: "what runs in a page depends on nothing, and does nothing but stamp, copy and enqueue",
  },
  {
    room: "src/channel",
    may: ["src/feed", "src/core/wire", "src/core/units.ts"],
    mayTypes: ["webextension-polyfill"],
    because: "a channel carries messages and knows nothing of sessions",
  },
  {
    room: "src/background",
    may: ["src/channel", "src/core/wire"],
    mayTypes: ["webextension-polyfill"],
    because: "the background may be stopped at any time: it keeps nothing and looks into nothing",
  },
  {
    room: "src/devtools",
    may: ["src/channel", "src/core/wire", "src/core/text", "src/core/model/is-asset.ts"],
    mayTypes: ["webextension-polyfill"],
    because: "the devtools page hands on: what a session is, its engine knows",
  },
  {
    room: "src/engine",
    may: ["src/core", "idb"],
    because: "the engine is a Worker: it has no document and no panel",
  },
  {
    room: "src/panel/store",
    may: ["src/core", "@preact/signals"],
    mayTypes: ["src/engine", "src/channel"],
    because: "a store is a thin skin over the engine's answers",
  },
  {
    room: "src/panel/view",
    may: [
      "src/panel/store",
      "src/core/model",
      "src/core/format",
      "src/core/text",
      "preact",
      "preact/hooks",
      "@preact/signals",
    ],
    mayTypes: ["src/core"],
    because: "a view shows what its store says",
  },
  { room: "cli", may: ["src/core", "node:"], because: "the command line is the core without a browser" },
  {
    room: "extension",
    may: ["src", "webextension-polyfill"],
    because: "the entry scripts wire the rooms together, and are worth no test of their own",
  },
];

/** Globals that would let a browser, a clock or a console into a room that must do without. */
export const FORBIDDEN_WORDS: readonly { room: string; words: RegExp; because: string }[] = [
  {
    room: "src/core",
    words: /\b(Date\.now|console|performance|document|window|browser|chrome)\b(?!["'`:-])/,
    because: PURE,
  },
  {
    room: "src/panel",
    words: /\b(innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML)\b/,
    because: "what a page says never becomes HTML",
  },
  { room: "src/panel/store", words: /\bindexedDB\b/, because: "the engine alone keeps sessions" },
];
