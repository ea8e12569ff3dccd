import { afterEach, beforeEach, expect, it } from "vitest";
import { type RelayLink, takeLink } from "../../src/channel/relay-link.ts";
import type { Batch } from "../../src/core/wire/batch.ts";
import { encodePageBatch, type PageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createFeed } from "../../src/feed/feed.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { installHook } from "../../src/page/install-hook.ts";
import { eventsOf } from "../support/events-of.ts";
import { FakeWindow } from "../support/fake-window.ts";

const FRAME = { type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" } as const;

/** Constructors whose statics and prototypes a page could replace, and objects it could change. */
const REACHABLE: readonly object[] = [
  ...[
    Object,
    Function,
    Array,
    Map,
    Set,
    WeakMap,
    Promise,
    String,
    Number,
    Symbol,
    Error,
    TypeError,
    ArrayBuffer,
  ],
  ...[Uint8Array, Float64Array, DataView, Proxy, TextEncoder, Blob, RegExp, JSON, Reflect, Math],
]
  .flatMap((it) => [
    it,
    "prototype" in it ? (it.prototype as object | undefined) : undefined,
    prototypeOf(it),
  ])
  .concat([[].values(), new Map().values(), new Set().values(), ""[Symbol.iterator]()].map(prototypeOf))
  .filter((it) => it !== undefined);
/** Names that options, records, traps and promises are asked for; none of them may be looked for beyond the object. */
const PLANTED = [
  "then",
  "apply",
  "construct",
  "detail",
  "connection",
  "payload",
  "record",
  "next",
  "0",
  "1",
  "9",
  "toJSON",
];
const KEPT: readonly PropertyKey[] = [
  "prototype",
  "__proto__",
  "caller",
  "callee",
  "arguments",
  "stackTraceLimit",
];

function prototypeOf(it: object): object | undefined {
  const { prototype = it } = it as { prototype?: object };
  return Object.getPrototypeOf(prototype) ?? undefined;
}

/** Runs while every function and accessor that a page can reach notes who calls it; answers the calls that were ours. */
function lookUps(run: () => void): string[] {
  const { apply, construct, defineProperty, deleteProperty } = Reflect;
  const { split, includes } = String.prototype;
  const calls: string[] = [];
  const undo: (() => void)[] = [];
  let watching = false;
  const note = (name: string) => {
    if (!watching) return;
    watching = false;
    // The error, this function, what stands for the native, who called it.
    const caller = (apply(split, new Error("who").stack ?? "", ["\n"]) as string[])[3] ?? "";
    if (
      apply(includes, caller, ["/src/page/"]) ||
      apply(includes, caller, ["/src/feed/"]) ||
      apply(includes, caller, ["/src/core/wire/"])
    ) {
      defineProperty(calls, calls.length, { value: name + caller, enumerable: true, configurable: true });
    }
    watching = true;
  };
  const put = (
    object: object,
    name: PropertyKey,
    descriptor: PropertyDescriptor,
    before?: PropertyDescriptor,
  ) => {
    defineProperty(object, name, Object.assign(Object.create(null), descriptor));
    undo.unshift(() => (before ? defineProperty(object, name, before) : deleteProperty(object, name)));
  };
  const seen = new Set<unknown>();
  const noting = (native: unknown, name: string) => {
    if (typeof native !== "function" || seen.has(native)) return native;
    function noted(this: unknown, ...args: unknown[]): unknown {
      note(name);
      if (new.target === undefined) return apply(native as () => unknown, this, args);
      return construct(
        native as () => unknown,
        args,
        new.target === (noted as unknown) ? (native as () => unknown) : new.target,
      );
    }
    noted.prototype = native.prototype as object;
    seen.add(noted);
    return noted;
  };
  for (const object of new Set(REACHABLE)) {
    for (const name of Reflect.ownKeys(object)) {
      const before = Reflect.getOwnPropertyDescriptor(object, name);
      if (!before?.configurable || KEPT.includes(name)) continue;
      const text = String(name);
      const { value, get, set } = before;
      const changed =
        "value" in before
          ? { value: noting(value, text) }
          : { get: noting(get, text), set: noting(set, text) };
      put(object, name, { ...before, ...(changed as PropertyDescriptor) }, before);
    }
  }
  for (const name of PLANTED) {
    const get = () => void note(`planted ${name}`);
    const set = function planted(this: object, value: unknown) {
      note(`planted ${name} =`);
      defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    };
    put(Object.prototype, name, { get, set, configurable: true });
  }
  watching = true;
  try {
    run();
  } finally {
    watching = false;
    for (let index = 0; index < undo.length; index += 1) undo[index]?.();
  }
  return calls;
}

const { prepareStackTrace } = Error;
beforeEach(() => Reflect.deleteProperty(Error, "prepareStackTrace"));
afterEach(() => Object.assign(Error, { prepareStackTrace }));

function traffic(window: FakeWindow): void {
  const socket = new window.WebSocket("wss://shop.example/", ["v1", "v2"]);
  socket.peer.open();
  for (let index = 0; index < 1100; index += 1) {
    socket.send("x");
    socket.peer.say("é");
  }
  socket.peer.say(new ArrayBuffer(4));
  socket.send(Uint8Array.of(1, 2));
  socket.send({ toString: () => "own" });
  socket.send("y".repeat(2_000_000));
  try {
    socket.close(7);
  } catch {
    // It passes the hook on its way.
  }
  const source = new window.EventSource("https://shop.example/events");
  source.addEventListener("price", () => {});
  source.peer.open();
  source.peer.say("price", "1");
  source.peer.fail(true);
  source.close();
  socket.close(3000, "enough");
  socket.peer.close();
  socket.send("late");
}

it("looks up nothing that a page could have replaced, idle or recording", () => {
  const window = new FakeWindow();
  installHook(window.asWindow, createV8FrameHider);
  const batches: PageBatch[] = [];
  let link: RelayLink | null = null;
  // In a worker it runs beside the hook.
  const feed = createFeed("frame-1", FRAME, DEFAULT_LIMITS, (batch) => {
    Object.defineProperty(batches, batches.length, { value: batch, enumerable: true });
    return true;
  });
  takeLink(window.asWindow, { ...feed, wait() {}, mend: () => "" }, (it) => {
    link = it;
    it.limits(DEFAULT_LIMITS);
  });
  const calls = lookUps(() => {
    traffic(window);
    link?.ready();
    feed.announce();
    feed.flush();
    link?.idle();
    traffic(window);
    link?.ready();
    traffic(window);
    window.dispatchEvent(new window.PageTransitionEvent("pagehide", false));
  });
  expect([...new Set(calls)]).toEqual([]);
  expect(eventsOf(batches.map((it) => encodePageBatch(it) as Batch)).length).toBeGreaterThan(2000);
});
