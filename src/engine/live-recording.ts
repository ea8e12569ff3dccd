import { type Batch, readEvents } from "../core/wire/batch.ts";
import type { DeepTold } from "../core/wire/deep-capture.ts";
import type { EngineAsk } from "../core/wire/engine-feed.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import type { RelaySender } from "../core/wire/port-message.ts";
import { createDeepRecording } from "./deep-capture.ts";
import { createFloodReport } from "./flood-report.ts";
import { createFrameGate } from "./frame-gate.ts";
import { createHandshakes, type Handshakes } from "./handshakes.ts";
import type { Library } from "./library.ts";
import { createLiveSession, type LiveSession } from "./live-session.ts";
import { markRecording } from "./recording-marks.ts";
import type { SessionStore } from "./session-store.ts";

/** A new top frame is told of by the hook and by the browser; within this the two are one navigation. */
const SAME_NAVIGATION_MS = 1000;
/** The browser's word has no time but that of its arrival: of a page that the hook has told of it may come so late, on a busy machine. */
const LATE_NAVIGATION_MS = 30_000;

/** The recording of the inspected tab: one session after the other. */
export interface LiveRecording {
  readonly current: LiveSession;
  readonly recording: boolean;
  readonly preserve: boolean;
  readonly privateWindow: boolean;
  readonly reloadNeeded: boolean;
  /** The browser does not let Duplex into the page that is there. */
  readonly withheld: boolean;
  /** Nor any other extension, as in its own page that stands for one which could not be loaded. */
  readonly closed: boolean;
  /** Batches that were refused, as malformed. */
  readonly refused: number;
  /** Where sessions of this tab are kept; null in a private window. */
  readonly store: Promise<SessionStore | null>;
  /** The address of the page that is inspected. */
  readonly page: string;
  /** The page that is there; of one that Duplex is off on not even its address is recorded. */
  setPage(url: string, off?: boolean): void;
  /** It was loaded while Duplex was off on it. */
  readonly pageOff: boolean;
  attached(tab: { incognito: boolean; heard: boolean; withheld?: boolean; closed?: boolean }): void;
  /** What a relay says, and who that is by the browser's word. */
  accept(batch: unknown, sender: RelaySender): void;
  record(event: RecordEvent): void;
  setRecording(on: boolean): void;
  setPreserve(on: boolean): void;
  setPanelShown(shown: boolean): void;
  setRecordWhileHidden(on: boolean): void;
  clear(): void;
  /** What the browser's network side tells of WebSockets. */
  readonly handshakes: Handshakes;
  /** What Chrome's debugger tells. */
  deep(told: DeepTold): void;
}

/** Begins recording. Nothing is written before it is known that the window is not a private one. */
export function startRecording(
  library: Library,
  now: () => number,
  failed: (why: string) => void,
  changed: (cleared: boolean) => void,
  ask: (ask: EngineAsk) => void = () => {},
): LiveRecording {
  let known: (incognito: boolean) => void = () => {};
  const incognito = new Promise<boolean>((resolve) => {
    known = resolve;
  });
  const store = incognito.then((it) => (it ? null : library.store));
  let wanted = true;
  let preserve = true;
  let privateWindow = false;
  let heard = true;
  let withheld = false;
  let closed = false;
  let panelShown = false;
  let whileHidden = true;
  let refused = 0;
  let clearedAt = Number.NEGATIVE_INFINITY;
  let page = "";
  let pageOff = false;
  /** When the document that is there now began; and whether the hook has said so, or only the browser. */
  let documentAt = now();
  let toldByHook = false;
  /** The hook was the first to tell of it: the browser is still to do so. */
  let awaited = false;
  let release: () => void = () => {};
  let current = begin(null);
  const handshakes = createHandshakes(
    () => current,
    ask,
    now,
    () => changed(false),
    () => page,
  );

  const floods = createFloodReport(now, (record) => {
    current.record(record);
    changed(false);
  });
  const gate = createFrameGate(floods.add);
  const deep = createDeepRecording(() => current, {
    now,
    handshakeKnown: handshakes.known,
    leftOut: floods.add,
    changed: () => changed(false),
  });

  function begin(before: LiveSession | null): LiveSession {
    // The one before may still be writing: until it has, it is not to be deleted.
    if (before !== null) void before.end().then(release);
    const session = createLiveSession(store, now(), before?.session ?? null, failed, before?.pauses);
    if (!pageOff) session.setPage(page);
    release = markRecording(session.describe().id);
    return session;
  }

  function clear(): void {
    deep.flush();
    handshakes.leaveSession(current.session);
    current = begin(current);
    apply();
    changed(true);
  }

  /** A document's own workers end with it (WHATWG HTML, "terminate a worker"), and cannot say so. */
  function leaveWorkers(at: number): void {
    for (const { key, url, worker, startedAt, leftAt } of [...current.session.frames.values()]) {
      if (worker !== "dedicated" || leftAt !== null || startedAt >= at) continue;
      current.record({ type: "frame-left", at, frame: key, url, kept: false });
    }
  }

  /** The hook speaks when its page has something to say: at once or much later, or never. */
  function topFrameStarted(at: number): void {
    const isNew = at > documentAt + SAME_NAVIGATION_MS;
    if (isNew) leaveWorkers(at);
    if (isNew && !preserve && !current.empty) clear();
    if (at < documentAt - SAME_NAVIGATION_MS) return;
    documentAt = at;
    toldByHook = true;
    awaited = isNew;
  }

  /** The browser tells of every navigation, a little late. */
  function navigated(event: Extract<RecordEvent, { type: "navigated" }>): void {
    page = event.url;
    pageOff = false;
    closed = false;
    current.setPage(page);
    handshakes.leavePage(event.at);
    deep.leavePage(event.at);
    // This one was before the user cleared.
    if (event.at < clearedAt) return;
    const sinceMs = event.at - documentAt;
    // Each document is told of once, in order: the next word is of the one that the hook has found to be new.
    const isKnown =
      toldByHook &&
      (Math.abs(sinceMs) <= SAME_NAVIGATION_MS || (awaited && sinceMs > 0 && sinceMs <= LATE_NAVIGATION_MS));
    awaited = false;
    if (!isKnown && !preserve && !current.empty) clear();
    leaveWorkers(isKnown ? documentAt : event.at);
    // The hook's clock is exact: nothing of the new page lies before it, and nothing of the old one after.
    current.record(isKnown ? { ...event, at: documentAt } : event);
    if (!isKnown) documentAt = event.at;
    toldByHook = false;
  }

  /** A page can say of itself what it likes; the browser says it too, and that is kept beside it. */
  function noteSender(key: string, { frameId, url, origin }: RelaySender): void {
    const frame = current.session.frames.get(key);
    if (frame === undefined) return;
    const { seen } = frame;
    if (seen?.frameId === frameId && seen.url === url && seen.origin === origin) return;
    current.record({ type: "frame-seen", at: now(), frame: key, frameId, url, origin });
  }

  const on = () => wanted && (panelShown || whileHidden);
  const apply = () => {
    current.setRecording(on(), now());
    changed(false);
  };

  return {
    get current() {
      return current;
    },
    get recording() {
      return on();
    },
    get preserve() {
      return preserve;
    },
    get privateWindow() {
      return privateWindow;
    },
    get reloadNeeded() {
      return !heard;
    },
    get closed() {
      return closed;
    },
    get withheld() {
      return withheld;
    },
    get refused() {
      return refused;
    },
    store,
    get page() {
      return page;
    },
    get pageOff() {
      return pageOff;
    },
    setPage(url, off = false) {
      // Another page: of that it is not known yet.
      if (page !== "" && page !== url) {
        withheld = false;
        closed = false;
      }
      page = url;
      pageOff = off;
      if (!off) current.setPage(url);
      else if (!preserve && !current.empty) clear();
      changed(false);
    },
    attached(tab) {
      privateWindow = tab.incognito;
      heard = tab.heard;
      withheld = tab.withheld ?? false;
      closed = tab.closed ?? false;
      known(tab.incognito);
      changed(false);
    },
    handshakes,
    deep: deep.told,
    accept(input, sender) {
      const batch = gate.pass(input, sender, now());
      if ("problem" in batch) {
        refused += 1;
        changed(false);
        return;
      }
      // Any frame can call itself the page; and one that is only prepared is not shown yet.
      const isPage = sender.frameId === 0 && !sender.prerendering;
      const topAt = isPage ? topFrameStart(batch) : null;
      if (topAt !== null && !current.session.frames.has(batch.frame)) {
        // Whatever the settings say now, the hook is in this page.
        pageOff = false;
        topFrameStarted(topAt);
      }
      current.accept(batch);
      noteSender(batch.frame, sender);
      changed(false);
    },
    record(event) {
      if (event.type === "navigated") navigated(event);
      // A body, or a browser's second word, comes seconds after the request was over: then it was before the user cleared.
      else if (event.type !== "request-finished" || event.at >= clearedAt) current.record(event);
      changed(false);
    },
    setRecording(to) {
      wanted = to;
      apply();
    },
    setPreserve(to) {
      preserve = to;
      changed(false);
    },
    setPanelShown(shown) {
      panelShown = shown;
      apply();
    },
    setRecordWhileHidden(to) {
      whileHidden = to;
      apply();
    },
    clear() {
      clearedAt = now();
      clear();
    },
  };
}

/** When the top frame whose first batch this is began; null for every other batch. */
function topFrameStart(batch: Batch): number | null {
  if (batch.seq !== 0) return null;
  let at: number | null = null;
  readEvents(batch, (event, { seq }) => {
    if (seq === 0 && event?.type === "frame-started" && event.top) at = event.at;
  });
  return at;
}
