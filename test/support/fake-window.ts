import { FakeEventTarget } from "./fake-event-target.ts";
import {
  FakeCloseEvent,
  FakeCustomEvent,
  FakeMessageEvent,
  FakePageTransitionEvent,
  FakeSubmitEvent,
} from "./fake-events.ts";
import { FakeFileReader } from "./fake-file-reader.ts";
import { fakeEventSource, fakeWebSocket } from "./fake-sockets.ts";

/** 2026-01-01, 12:00 UTC: where the fake performance clock begins. */
export const TIME_ORIGIN = Date.UTC(2026, 0, 1, 12);

export class FakeDocument extends FakeEventTarget {
  #visibility = "visible";
  get visibilityState() {
    return this.#visibility;
  }
  set visibilityState(state: string) {
    this.#visibility = state;
  }
  createElement(): FakeEventTarget {
    return new FakeEventTarget();
  }
}

/** As much of a page's window as the hook and the relay touch. What they patch is this window's own. */
export class FakeWindow extends FakeEventTarget {
  readonly clock = { ms: 0 };
  readonly performance = { timeOrigin: TIME_ORIGIN, now: () => this.clock.ms };
  readonly document = new FakeDocument();
  readonly location = { href: "https://shop.example/" };
  readonly origin = "https://shop.example";
  top: unknown = this;
  readonly crypto = crypto;
  readonly Blob = Blob;
  readonly MessageEvent = FakeMessageEvent;
  readonly CloseEvent = FakeCloseEvent;
  readonly SubmitEvent = FakeSubmitEvent;
  readonly CustomEvent = FakeCustomEvent;
  readonly PageTransitionEvent = FakePageTransitionEvent;
  readonly FileReader = FakeFileReader;
  readonly Document = FakeDocument;
  readonly Function = ownFunction();
  readonly Error = Error;
  readonly TypeError = TypeError;
  readonly EventTarget = ownEventTarget();
  WebSocket = fakeWebSocket(this.EventTarget);
  EventSource = fakeEventSource(this.EventTarget);
  /** Tasks posted over a MessageChannel run when a test says so; a timer in a hidden page would be late. */
  readonly tasks: (() => void)[] = [];
  readonly MessageChannel = fakeMessageChannel(this.tasks);
  readonly setTimeout = globalThis.setTimeout;

  /** As the parameter that the sources want. */
  get asWindow(): Window & typeof globalThis {
    return this as never;
  }
}

function ownEventTarget(): typeof FakeEventTarget {
  const made = class EventTarget extends FakeEventTarget {};
  const { constructor: _, ...members } = Object.getOwnPropertyDescriptors(FakeEventTarget.prototype);
  Object.defineProperties(made.prototype, members);
  return made;
}

/** The hook replaces `Function.prototype.toString`: not node's. */
function ownFunction() {
  return { prototype: { toString: Function.prototype.toString } };
}

function fakeMessageChannel(tasks: (() => void)[]) {
  return class {
    readonly port1: { onmessage: (() => void) | null } = { onmessage: null };
    readonly port2 = { postMessage: () => void tasks.push(() => this.port1.onmessage?.()) };
  };
}
