import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { type PlainKey, say } from "../../core/text/say.ts";
import type { EngineCall } from "../../core/wire/engine-api.ts";
import type { EngineStatus, Notice } from "../../core/wire/engine-status.ts";
import { WorkStopped } from "../../core/wire/work-stopped.ts";

/** Sentences the user must know: the engine's, and what failed of what was asked. */
export interface NoticeStore {
  readonly notices: ReadonlySignal<readonly Notice[]>;
  /** Tells of a call that failed, or that was stopped: then what is left. */
  fail(problem: unknown): void;
  tell(notice: Notice): void;
  dismiss(id: string): void;
}

/** What is left of work that was stopped. */
const LEFT_BY: Readonly<Partial<Record<EngineCall, PlainKey>>> = {
  "open-session": "openingWasStopped",
  "delete-session": "deletingWasStopped",
  import: "importingWasStopped",
  export: "exportingWasStopped",
};

const STOPPED = "stopped";

/** More than these at once would cover what they speak of. */
const MAX_OWN_NOTICES = 3;

/** Creates the store over the engine's notices. */
export function createNoticeStore(status: ReadonlySignal<EngineStatus | null>): NoticeStore {
  const own = signal<readonly Notice[]>([]);
  const dismissed = signal<ReadonlySet<string>>(new Set());
  let count = 0;

  const store: NoticeStore = {
    notices: computed(() =>
      [...(status.value?.notices ?? []), ...own.value].filter(
        (notice) => !dismissed.value.has(keyOf(notice)),
      ),
    ),
    fail(problem) {
      if (problem instanceof WorkStopped) {
        const left = problem.call === null ? undefined : LEFT_BY[problem.call];
        if (left !== undefined) store.tell({ id: STOPPED, severity: "info", text: say(left) });
        return;
      }
      const text = problem instanceof Error ? problem.message : String(problem);
      // The same sentence twice tells nothing new.
      if (own.peek().some((notice) => notice.text === text)) return;
      count += 1;
      store.tell({ id: `problem-${count}`, severity: "error", text });
    },
    tell(notice) {
      const others = own.peek().filter((other) => other.id !== notice.id);
      own.value = [...others, notice].slice(-MAX_OWN_NOTICES);
    },
    dismiss(id) {
      own.value = own.peek().filter((notice) => notice.id !== id);
      const engines = (status.peek()?.notices ?? []).filter((notice) => notice.id === id);
      dismissed.value = new Set([...dismissed.peek(), ...engines.map(keyOf)]);
    },
  };
  // What is left of work that was stopped concerns the session that was shown then.
  const session = computed(() => status.value?.session.id ?? null);
  effect(() => {
    session.value;
    own.value = own.peek().filter(({ id }) => id !== STOPPED);
  });
  return store;
}

/** A dismissed notice comes back when it says something else. */
function keyOf(notice: Notice): string {
  return `${notice.id} ${notice.text}`;
}
