import { CARRIED_FRAME } from "../core/model/carry-over.ts";
import { type Batch, readEvents } from "../core/wire/batch.ts";
import type { EngineAsk } from "../core/wire/engine-feed.ts";
import type { RecordEvent } from "../core/wire/events.ts";
import { parseBatch } from "../core/wire/parse-batch.ts";
import type { RelaySender } from "../core/wire/port-message.ts";
import { hasToldByBrowser } from "../core/wire/told-by-browser.ts";
import { createHandshakes, type Handshakes } from "./handshakes.ts";
import type { Library } from "./library.ts";
import { createLiveSession, type LiveSession, OWN_FRAME } from "./live-session.ts";
import { NETWORK_FRAME } from "./network-connections.ts";
import { markRecording } from "./recording-marks.ts";
import type { SessionStore } from "./session-store.ts";

/** A new top frame is told of by the hook and by the browser; within this the two are one navigation. */
const SAME_NAVIGATION_MS = 1000;

/** Frames of our own: no page speaks as one. */
const OWN_FRAMES: ReadonlySet<string> = new Set([OWN_FRAME, NETWORK_FRAME, CARRIED_FRAME]);

/** The recording of the inspected tab: one session after the other. */
export interface LiveRecording {
  readonly current: LiveSession;
  readonly recording: boolean;
  readonly preserve: boolean;
  readonly privateWindow: boolean;
  readonly reloadNeeded: boolean;
  /** Batches that were refused, as malformed. */
  readonly refused: number;
  /** Where sessions of this tab are kept; null in a private window. */
  readonly store: Promise<SessionStore | null>;
  /** The address of the page that is inspected. */
  setPage(url: string): void;
  attached(tab: { incognito: boolean; heard: boolean }): void;
  /** `sender` is the browser's word on whose batch it is. */
  accept(batch: unknown, sender?: RelaySender): void;
  record(event: RecordEvent): void;
  setRecording(on: boolean): void;
  setPreserve(on: boolean): void;
  setPanelShown(shown: boolean): void;
  setRecordWhileHidden(on: boolean): void;
  clear(): void;
  /** What the browser's network side tells of WebSockets. */
  readonly handshakes: Handshakes;
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
  let panelShown = false;
  let whileHidden = true;
  let refused = 0;
  let clearedAt = Number.NEGATIVE_INFINITY;
  let page = "";
  /** When the document that is there now began; and whether the hook has said so, or only the browser. */
  let documentAt = now();
  let toldByHook = false;
  let release: () => void = () => {};
  let current = begin(null);
  const handshakes = createHandshakes(
    () => current,
    ask,
    now,
    () => changed(false),
  );

  function begin(before: LiveSession | null): LiveSession {
    // The one before may still be writing: until it has, it is not to be deleted.
    if (before !== null) void before.settled().then(release);
    const session = createLiveSession(store, now(), before?.session ?? null, failed, before?.pauses);
    session.setPage(page);
    release = markRecording(session.describe().id);
    return session;
  }

  function clear(): void {
    handshakes.leaveSession(current.session);
    current = begin(current);
    apply();
    changed(true);
  }

  /** The hook speaks when its page has something to say: at once or much later, or never. */
  function topFrameStarted(at: number): void {
    const isNew = at > documentAt + SAME_NAVIGATION_MS;
    if (isNew && !preserve && !current.empty) clear();
    if (at < documentAt - SAME_NAVIGATION_MS) return;
    documentAt = at;
    toldByHook = true;
  }

  /** The browser tells of every navigation, a little late. */
  function navigated(event: Extract<RecordEvent, { type: "navigated" }>): void {
    page = event.url;
    current.setPage(page);
    handshakes.leavePage(event.at);
    // This one was before the user cleared.
    if (event.at < clearedAt) return;
    const isKnown = toldByHook && Math.abs(event.at - documentAt) <= SAME_NAVIGATION_MS;
    if (!isKnown && !preserve && !current.empty) clear();
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
    get refused() {
      return refused;
    },
    store,
    setPage(url) {
      page = url;
      current.setPage(url);
    },
    attached(tab) {
      privateWindow = tab.incognito;
      heard = tab.heard;
      known(tab.incognito);
      changed(false);
    },
    handshakes,
    accept(input, sender) {
      const batch = parseBatch(input);
      if ("problem" in batch || OWN_FRAMES.has(batch.frame) || hasToldByBrowser(batch)) {
        refused += 1;
        changed(false);
        return;
      }
      const topAt = topFrameStart(batch);
      if (topAt !== null && !current.session.frames.has(batch.frame)) topFrameStarted(topAt);
      current.accept(batch);
      if (sender !== undefined) noteSender(batch.frame, sender);
      changed(false);
    },
    record(event) {
      if (event.type === "navigated") navigated(event);
      else current.record(event);
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
