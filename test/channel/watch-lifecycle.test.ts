import { expect, test } from "vitest";
import { createLifecycleWatch } from "../../src/channel/watch-lifecycle.ts";
import { createLongTaskWatch } from "../../src/channel/watch-long-tasks.ts";
import type { RecordEvent } from "../../src/core/wire/events.ts";

class PageDocument extends EventTarget {
  visibilityState = "visible";
  /** As the browser does it; what a page dispatches is not trusted. */
  happen(type: string, isTrusted = true): void {
    const event = new Event(type);
    Object.defineProperty(event, "isTrusted", { value: isTrusted });
    this.dispatchEvent(event);
  }
}

function watched(answer = () => true) {
  const document = new PageDocument();
  const said: string[] = [];
  let ms = 0;
  const watch = createLifecycleWatch(
    document as never,
    () => ++ms,
    (record: RecordEvent) => {
      if (!answer()) return false;
      said.push(`${record.at} ${record.type === "lifecycle-changed" ? record.state : record.type}`);
      return true;
    },
  );
  watch.listen();
  watch.listen();
  const hide = (state: string) => {
    document.visibilityState = state;
    document.happen("visibilitychange");
  };
  return { document, said, watch, hide };
}

test("tells when a page is hidden, frozen and shown again, once each", () => {
  const { document, said, watch, hide } = watched();
  watch.tell();
  hide("hidden");
  document.happen("freeze");
  document.happen("resume");
  hide("visible");
  watch.tell();
  expect(said).toEqual(["1 hidden", "2 frozen", "3 hidden", "4 visible"]);
});

test("passes over what the page dispatches, and what leaving makes of it", () => {
  const { document, said, watch, hide } = watched();
  document.visibilityState = "hidden";
  document.happen("visibilitychange", false);
  document.happen("freeze", false);
  document.visibilityState = "visible";
  watch.setLeaving(true);
  hide("hidden");
  expect(said).toEqual([]);
  watch.setLeaving(false);
  expect(said).toEqual(["2 hidden"]);
});

test("tells later what nobody took, with its own time, and again to who listens anew", () => {
  let open = false;
  const { said, watch, hide } = watched(() => open);
  hide("hidden");
  open = true;
  watch.tell();
  watch.forget();
  watch.tell();
  expect(said).toEqual(["1 hidden", "1 hidden"]);
});

test("tells long tasks while it is on, and nothing where the browser knows none", () => {
  type Listener = (list: { getEntries(): object[] }) => void;
  const live = new Set<Listener>();
  const observer = class {
    static supportedEntryTypes = ["longtask"];
    constructor(private readonly listener: Listener) {}
    observe() {
      live.add(this.listener);
    }
    disconnect() {
      live.delete(this.listener);
    }
  };
  const told: number[][] = [];
  const watch = createLongTaskWatch({ PerformanceObserver: observer as never }, 1000, (at, ms) =>
    told.push([at, ms]),
  );
  watch.setOn(true);
  watch.setOn(true);
  for (const listener of live) listener({ getEntries: () => [{ startTime: 5, duration: 80 }] });
  watch.setOn(false);
  expect([told, live.size]).toEqual([[[1005, 80]], 0]);
  const none = class extends observer {
    static override supportedEntryTypes = ["mark"];
  };
  createLongTaskWatch({ PerformanceObserver: none as never }, 0, () => {}).setOn(true);
  expect(live.size).toBe(0);
});

test("tells a change that it sees before the event, with the time at which it saw it", () => {
  const { document, said, watch } = watched();
  // The page is shown: each load says so.
  watch.setLeaving(false);
  watch.tell();
  // Its clock goes on, and another listener asks first.
  document.visibilityState = "hidden";
  document.happen("freeze", false);
  watch.tell();
  document.happen("visibilitychange");
  document.visibilityState = "visible";
  document.happen("visibilitychange");
  expect(said).toEqual(["2 hidden", "3 visible"]);
});

test("a page that was shown long before it is hidden was not hidden all the time", () => {
  let at = 0;
  const document = new PageDocument();
  const said: RecordEvent[] = [];
  const say = (record: RecordEvent) => said.push(record) > 0;
  const watch = createLifecycleWatch(document as never, () => at, say);
  watch.listen();
  watch.setLeaving(false);
  at = 40_000;
  document.visibilityState = "hidden";
  watch.tell();
  expect(said).toEqual([{ type: "lifecycle-changed", at: 40_000, state: "hidden" }]);
});
