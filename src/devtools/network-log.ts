/** Signals of `devtools.network`, as both browsers have them. */
export interface RequestFinished {
  addListener(listener: (request: unknown) => void): void;
  removeListener(listener: (request: unknown) => void): void;
}

/**
 * With a listener there, Firefox keeps every message of every socket of the tab in a list that it copies whenever one
 * comes: a page with a busy socket is slowed down the more the longer it lasts. So many cost little.
 */
const MAX_MESSAGES_KEPT = 2000;
/** Sockets that say as much within a second will soon have said too much: it ends before the page is slowed down. */
const BUSY_MESSAGES_A_SECOND = 1000;
/** Sockets that say no more than this in a second leave the listener on for a good while. */
const QUIET_MESSAGES_A_SECOND = 100;
const SECOND_MS = 1000;
/** Addresses of sockets; of more the first are forgotten. */
const MAX_ADDRESSES = 100;
/** Spans beyond this many are too long ago to be asked for. */
const MAX_SPANS = 100;

/** The browser's network log, listened to while that is cheap. */
export interface NetworkLog {
  /** So many messages have come of the tab's sockets and streams. */
  traffic(messages: number): void;
  /** A WebSocket was opened, at this address. */
  socketOpened(url: string): void;
  /** Whether nobody listened at some moment of a span, in epoch milliseconds. */
  wasOff(from: number, until: number): boolean;
}

/**
 * Listens for finished requests. With `paused` (Firefox) the listener is taken away while sockets are busy, which
 * empties the browser's list, and comes back when they are quiet; `paused` hears of both. Where a flood is heard of late, since the
 * browser first copies all of it, a socket at an address that was busy before is taken for busy as soon as it is opened, as after
 * a reload; if it is not, that is forgotten.
 */
export function createNetworkLog(
  finished: RequestFinished,
  listener: (request: unknown) => void,
  paused: ((is: boolean) => void) | null,
): NetworkLog {
  const spans: { from: number; until: number }[] = [];
  let on = true;
  let kept = 0;
  let inSecond = 0;
  let offAt = 0;
  /** Where sockets were opened, and whether they, or others of the page, were busy. */
  const addresses = new Map<string, boolean>();
  /** It was taken away for what was opened at this address. */
  let guessed: string | null = null;
  finished.addListener(listener);

  function switchOff(): void {
    on = false;
    offAt = Date.now();
    finished.removeListener(listener);
    spans.push({ from: offAt, until: Number.POSITIVE_INFINITY });
    if (spans.length > MAX_SPANS) spans.shift();
    paused?.(true);
  }

  function switchOn(): void {
    on = true;
    kept = 0;
    if (guessed !== null) addresses.delete(guessed);
    guessed = null;
    finished.addListener(listener);
    const span = spans.at(-1);
    // The browser needs a moment until it tells again of what begins.
    if (span !== undefined) span.until = Date.now() + SECOND_MS;
    paused?.(false);
  }

  if (paused !== null) {
    setInterval(() => {
      if (!on && inSecond <= QUIET_MESSAGES_A_SECOND && Date.now() - offAt >= SECOND_MS) switchOn();
      inSecond = 0;
    }, SECOND_MS);
  }

  return {
    traffic(messages) {
      if (paused === null) return;
      inSecond += messages;
      kept += messages;
      const isBusy = inSecond > BUSY_MESSAGES_A_SECOND;
      if (isBusy) {
        guessed = null;
        for (const address of addresses.keys()) addresses.set(address, true);
      }
      if (on && (isBusy || kept > MAX_MESSAGES_KEPT)) switchOff();
    },
    socketOpened(url) {
      if (paused === null) return;
      const address = url.replace(/[?#].*$/s, "");
      const wasBusy = addresses.get(address) ?? false;
      // The last at the end.
      addresses.delete(address);
      addresses.set(address, wasBusy);
      const [oldest] = addresses.keys();
      if (addresses.size > MAX_ADDRESSES && oldest !== undefined) addresses.delete(oldest);
      if (!wasBusy || !on) return;
      guessed = address;
      switchOff();
    },
    wasOff: (from, until) => spans.some((span) => span.from <= until && from <= span.until),
  };
}
