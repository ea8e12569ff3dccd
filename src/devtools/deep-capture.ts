import { say } from "../core/text/say.ts";
import type { DeepCapture, DeepTold, HeldTarget } from "../core/wire/deep-capture.ts";
import { parseDebuggerEvent } from "../core/wire/parse-debugger-event.ts";
import type { WorkerKind } from "../core/wire/worker-link.ts";
import type { TellHandshakes } from "./tell-handshakes.ts";

/** Whom a command is for, or an event of: the tab or a target of its own, and what is attached below it. */
export interface DebuggerSource {
  readonly tabId?: number | undefined;
  readonly targetId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** The part of `chrome.debugger` that is used. */
export interface DebuggerApi {
  attach(target: DebuggerSource, version: string): Promise<void>;
  detach(target: DebuggerSource): Promise<void>;
  sendCommand(target: DebuggerSource, method: string, params?: object): Promise<object | undefined>;
  getTargets(): Promise<
    readonly { readonly id: string; readonly url: string; readonly type: string; readonly title: string }[]
  >;
  readonly onEvent: {
    addListener(listener: (source: DebuggerSource, method: string, params?: object) => void): void;
  };
  readonly onDetach: { addListener(listener: (source: DebuggerSource, reason: string) => void): void };
}

/** Watches a tab by the browser's own debugger, where the user has asked for it. */
export interface DeepCaptureWatch {
  /** The user has switched it on or off. */
  set(on: boolean): void;
  /** The page was left for another. */
  navigated(url: string): void;
}

interface Surroundings {
  /** Whether Duplex is off on the site of a worker with this address. */
  isOff(url: string): Promise<boolean>;
  told(told: DeepTold): void;
  state(deep: DeepCapture): void;
  /** For the sockets of documents: their messages are the hook's. */
  tellHandshakes: TellHandshakes;
  /** The user has cancelled the browser's bar, which is to switch it off. */
  cancelled(): void;
  /** What is attached by itself, and would stay so when this page is gone. */
  held(targets: readonly HeldTarget[]): void;
}

/** The version of the protocol that the browser is asked for; it has had no other for years. */
const PROTOCOL = "1.3";
/** The browser keeps response bodies for `Network.getResponseBody`, which is never asked. */
const NETWORK = { maxTotalBufferSize: 0, maxResourceBufferSize: 0 };
/** Workers are not held: nothing of a page is delayed. */
const ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
/** Nobody tells of a shared worker that starts: it is looked for. A look takes the browser about a millisecond. */
const LOOK_EVERY_MS = 100;
/** Another debugger may go, and the attachment of a devtools page that was closed just now does. */
const AGAIN_AFTER_MS = 2000;
/** The list of all targets calls shared and service workers the same, but for how their titles begin. */
const SERVICE_TITLE = /^Service Worker /;

/** What the protocol calls workers. */
const WORKERS: Readonly<Record<string, WorkerKind>> = {
  worker: "dedicated",
  shared_worker: "shared",
  service_worker: "service",
};

/** Creates the watch of a tab, switched off. */
export function createDeepCapture(
  api: DebuggerApi,
  tabId: number,
  { isOff, told, state, tellHandshakes, cancelled, held }: Surroundings,
): DeepCaptureWatch {
  const tab = { tabId };
  let wanted = false;
  let attached = false;
  let page = "";
  let last = 0;
  let looking = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let turning: Promise<void> = Promise.resolve();
  /** What events come from, by `keyOf`; documents have a number like workers. */
  const targets = new Map<string, { readonly number: number; readonly worker: WorkerKind | null }>();
  /** Shared workers, which are attached by themselves; all others are below the tab. */
  const own = new Set<string>();
  const sources = new Set<string>();

  function tellHeld(): void {
    held([...(attached ? [tab] : []), ...[...own].map((targetId) => ({ targetId }))]);
  }

  function turn(): void {
    turning = turning.then(async () => {
      if (wanted && !attached) await attach();
      else if (!wanted && attached) await detach();
    });
  }

  async function attach(): Promise<void> {
    try {
      await api.attach(tab, PROTOCOL);
    } catch (error) {
      state({ state: "lost", why: error instanceof Error ? error.message : String(error) });
      setTimeout(turn, AGAIN_AFTER_MS);
      return;
    }
    attached = true;
    tellHeld();
    // What starts before the browser has heard of it is not told: until then it is not on.
    await add(tab, null);
    if (!attached) return;
    state({ state: "on", why: "" });
    await readClock();
    if (!attached) return;
    timer = setInterval(() => void lookForWorkers(), LOOK_EVERY_MS);
    await lookForWorkers();
  }

  async function detach(): Promise<void> {
    forget(false);
    await Promise.allSettled([api.detach(tab), letGo()]);
    tellHeld();
    if (!wanted) state({ state: "off", why: "" });
  }

  /** Shared workers are attached by themselves, and stay so without the tab. */
  async function letGo(): Promise<void> {
    const targets = [...own];
    own.clear();
    await Promise.allSettled(targets.map((targetId) => api.detach({ targetId })));
  }

  /** Nothing is heard any more. */
  function forget(ended: boolean): void {
    attached = false;
    clearInterval(timer);
    for (const key of [...targets.keys()]) gone(key, ended);
  }

  function gone(key: string, ended: boolean): void {
    const target = targets.get(key);
    targets.delete(key);
    if (target?.worker) told({ told: "gone", target: target.number, at: Date.now(), ended });
  }

  /** Listens to a target, and to what starts below it; resolves when the browser has heard of both. */
  function add(source: DebuggerSource, worker: { kind: WorkerKind; url: string } | null): Promise<unknown> {
    last += 1;
    targets.set(keyOf(source), { number: last, worker: worker?.kind ?? null });
    if (worker !== null) told({ told: "worker", target: last, worker: worker.kind, url: worker.url });
    const ask = (method: string, params: object) => api.sendCommand(source, method, params).catch(() => {});
    return Promise.all([ask("Network.enable", NETWORK), ask("Target.setAutoAttach", ATTACH)]);
  }

  async function readClock(): Promise<void> {
    try {
      await api.sendCommand(tab, "Performance.enable", {});
      const before = Date.now();
      const answer = (await api.sendCommand(tab, "Performance.getMetrics", {})) as {
        metrics?: readonly { name: string; value: number }[];
      };
      const at = (before + Date.now()) / 2;
      const ticks = answer.metrics?.find(({ name }) => name === "Timestamp")?.value;
      if (typeof ticks === "number") told({ told: "clock", offset: at - ticks * 1000 });
      await api.sendCommand(tab, "Performance.disable", {});
    } catch {
      // Then the first handshake tells it.
    }
  }

  /** Shared workers of the page's own origin: who uses one the browser does not tell. */
  async function lookForWorkers(): Promise<void> {
    if (!attached || looking || !URL.canParse(page)) return;
    looking = true;
    await lookFor(new URL(page).origin).catch(() => {});
    looking = false;
  }

  async function lookFor(origin: string): Promise<void> {
    for (const { id, url, type, title } of await api.getTargets()) {
      if (type !== "worker" || SERVICE_TITLE.test(title) || own.has(id)) continue;
      if (!URL.canParse(url) || new URL(url).origin !== origin || (await isOff(url))) continue;
      const source = { targetId: id };
      own.add(id);
      try {
        await api.attach(source, PROTOCOL);
        tellHeld();
        void add(source, { kind: "shared", url });
      } catch {
        own.delete(id);
      }
    }
  }

  async function started(source: DebuggerSource, params: unknown): Promise<void> {
    const { sessionId, targetInfo } = params as {
      sessionId?: string;
      targetInfo?: { type?: string; url?: string };
    };
    const { type = "", url = "" } = targetInfo ?? {};
    const kind = WORKERS[type] ?? null;
    const child = { ...source, sessionId };
    if (kind === null) {
      if (type === "iframe" || type === "page") void add(child, null);
    } else if (!(await isOff(url))) {
      void add(child, { kind, url });
    }
  }

  function heard(source: DebuggerSource, method: string, params: object): void {
    if (method === "Target.attachedToTarget") {
      void started(source, params);
      return;
    }
    if (method === "Target.detachedFromTarget") {
      gone(keyOf({ sessionId: (params as { sessionId?: string }).sessionId }), true);
      return;
    }
    const target = targets.get(keyOf(source));
    if (target === undefined) return;
    const pass = () => told({ told: "event", target: target.number, method, params });
    if (target.worker !== null) {
      if (method.startsWith("Network.webSocket")) pass();
    } else if (method.startsWith("Network.webSocket")) {
      // Frames of documents are many, and the hook's.
      if (method.startsWith("Network.webSocketFrame")) return;
      const event = parseDebuggerEvent(method, params);
      if (event !== null) tellHandshakes(event);
    } else if (isOfSource(method, params, target.number)) {
      pass();
    }
  }

  /** Requests are many: those of EventSources, and their events. */
  function isOfSource(method: string, params: object, target: number): boolean {
    const { requestId, type } = params as { requestId?: unknown; type?: unknown };
    const key = `${target} ${requestId}`;
    if (method === "Network.eventSourceMessageReceived") return true;
    if (method === "Network.requestWillBeSent" && type === "EventSource") {
      sources.add(key);
      return true;
    }
    if (method === "Network.loadingFinished" || method === "Network.loadingFailed")
      return sources.delete(key);
    return false;
  }

  const isOurs = ({ tabId: of, targetId }: DebuggerSource) =>
    of === tabId || (targetId !== undefined && own.has(targetId));

  api.onEvent.addListener((source, method, params) => {
    if (isOurs(source)) heard(source, method, params ?? {});
  });
  api.onDetach.addListener((source, reason) => {
    if (!isOurs(source)) return;
    if (source.targetId !== undefined) {
      own.delete(source.targetId);
      tellHeld();
      gone(keyOf(source), true);
      return;
    }
    if (!attached) return;
    forget(false);
    void letGo();
    tellHeld();
    const isCancelled = reason === "canceled_by_user";
    state({ state: "lost", why: isCancelled ? say("itWasCancelledInThe") : say("theBrowserHasEndedIt") });
    if (!isCancelled) {
      turn();
      return;
    }
    wanted = false;
    cancelled();
  });

  return {
    set(on) {
      if (on === wanted) return;
      wanted = on;
      if (!on && !attached) state({ state: "off", why: "" });
      turn();
    },
    navigated(url) {
      page = url;
      // A page that no extension may debug ends it, and the next one may.
      turn();
      void lookForWorkers();
    },
  };
}

function keyOf({ sessionId, targetId }: DebuggerSource): string {
  return sessionId ?? targetId ?? "tab";
}
