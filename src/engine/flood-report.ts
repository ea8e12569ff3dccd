import type { RecordEvent } from "../core/wire/events.ts";

/** What is left out is told of at most this often: the report must not be a flood itself. */
const REPORT_EVERY_MS = 1000;
/** A page can have any number of frames that flood; so many are named. */
const MAX_NAMED = 3;
const MAX_URL_LENGTH = 200;

/** Sums up what was left out because a frame said too much. */
export interface FloodReport {
  add(url: string, events: number): void;
}

/** Creates the report of a tab; `tell` gets a record for the log. */
export function createFloodReport(now: () => number, tell: (record: RecordEvent) => void): FloodReport {
  const frames = new Map<string, number>();
  let others = 0;
  let waiting = false;

  function report(): void {
    if (frames.size === 0) {
      waiting = false;
      return;
    }
    const named = [...frames].map(([url, events]) => `${events} of ${url}`);
    if (others > 0) named.push(`${others} of other frames`);
    const count = [...frames.values()].reduce((sum, events) => sum + events, others);
    frames.clear();
    others = 0;
    const why = `not kept: more than any page has to say (${named.join(", ")})`;
    tell({ type: "messages-dropped", at: now(), connection: null, count, bytes: 0, why });
    waiting = true;
    setTimeout(report, REPORT_EVERY_MS);
  }

  return {
    add(url, events) {
      const name = url.slice(0, MAX_URL_LENGTH);
      if (frames.has(name) || frames.size < MAX_NAMED) frames.set(name, (frames.get(name) ?? 0) + events);
      else others += events;
      if (!waiting) report();
    },
  };
}
