import type { BrowserName } from "../../../tooling/browser/driven.ts";

/** What a page can see of the hook because no script can change it; ARCHITECTURE.md names it, too. */
export interface KnownDifference {
  readonly browser?: BrowserName;
  /** The case's name. */
  readonly of: RegExp;
  /** Of the paths in its answer, those that differ. */
  readonly paths: RegExp;
  /** It is not always there. */
  readonly sometimes?: true;
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  // Where an error was thrown that nobody catches is kept by the engine, and is in the hook.
  { of: /^uncaught errors/, paths: /^\/answer\/(told\/\d\/[123]|listened\/\d\/[123]):/ },
  // A Proxy has no name in the text that another frame's function gives of it.
  { of: /^text of one frame's functions/, paths: /^\/answer\/[0-3]:/ },
  // Engines have sentences of their own for Proxies.
  { of: /^a page that freezes/, paths: /^\/answer\/2\/(message|text|stack|own\/message\/value):/ },
  {
    of: /^sealed and prevented/,
    paths: /^\/answer\/1\/(message|text|stack|own\/message\/value):/,
  },
  // A report names the script that made the call.
  { of: /^a policy that (refuses|only reports)/, paths: /^\/answer\/data\/told\/\d\/[123]:/ },
  // What inherits from a Proxy is no "Function" to V8.
  { browser: "chromium", of: /^the text of functions/, paths: /^\/answer\/bad\/5\/stack:/ },
  {
    browser: "firefox",
    of: /^the text of functions/,
    paths: /^\/answer\/caller\/(message|text|own\/message\/value):/,
  },
  {
    browser: "chromium",
    of: /^what detectors/,
    paths: /^\/answer\/[^/]+: (text of what inherits|text of what inherits, made a string)\/stack:/,
  },
  // What the page has itself is read at once, and its error made within the call.
  {
    browser: "chromium",
    of: /^errors of calls that are refused/,
    paths: /^\/answer\/errors\/no JSON\/stack:/,
  },
  // Restricted properties are answered for functions alone.
  {
    browser: "chromium",
    of: /^what detectors/,
    paths: /^\/answer\/(WebSocket|EventSource|Response|Reader): (set )?(caller|arguments)\//,
  },
  {
    browser: "chromium",
    of: /^what detectors/,
    paths: /^\/answer\/[^/]+: a cycle of prototypes\/(message|text|stack|own\/message\/value):/,
  },
  {
    browser: "firefox",
    of: /^what detectors/,
    paths:
      /^\/answer\/[^/]+: (caller|arguments|set caller|clone|post|a cycle of prototypes)\/(message|text|own\/message\/value):/,
  },
  // A listener that was added through us was added by "Async", not by "EventListener.handleEvent".
  {
    browser: "firefox",
    of: /^errors of the page's listeners once it has an EventSource/,
    paths: /^\/answer\/0\/4:/,
  },
  // An exception of the browser's own kind says in its text where it was made, too.
  { browser: "firefox", of: /^errors of a frame that was removed/, paths: /^\/answer\/socket\/text:/ },
  // What the page throws while a native calls it: our frame is one of the two that it wants.
  { browser: "firefox", of: /^errors under a stackTraceLimit/, paths: /^\/answer\/2\/[^/]*throws\/stack:/ },
  // Messages that quote the source quote that of the engine's own `Reflect.construct`.
  {
    browser: "firefox",
    of: /^errors (of bad calls|under a stackTraceLimit|without|deep)/,
    paths:
      /^\/answer\/(\d\/)?socket: an (iterator that is none|address that is no text)\/(message|text|own\/message\/value):/,
  },
];
