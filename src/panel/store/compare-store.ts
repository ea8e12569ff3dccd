import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { diffPayloads } from "../../core/diff/diff-payloads.ts";
import type { PayloadDiff } from "../../core/diff/payload-diff.ts";
import { say } from "../../core/text/say.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import type { Row } from "../../core/wire/row.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { inSlices, type SlicedWork } from "./in-slices.ts";

/** A message beside another one. */
export interface Comparison {
  /** What it is compared with. */
  readonly other: Row;
  /** A sentence where they cannot be compared. */
  readonly diff: PayloadDiff | string;
}

/** Compares the selected message: with the one before of its type, or with one that was remembered. */
export interface CompareStore {
  /** The row that was remembered; null is none. */
  readonly remembered: ReadonlySignal<number | null>;
  /** The remembered one is compared with, where there is one. */
  readonly withRemembered: ReadonlySignal<boolean>;
  /** Null while it is made; a sentence where there is nothing to compare with. */
  readonly comparison: ReadonlySignal<Comparison | string | null>;
  remember(row: number): void;
  forget(): void;
  choose(withRemembered: boolean): void;
  /** Somebody looks at it: answers how to say that nobody does any more. */
  watch(): () => void;
  /** Rows have other numbers. */
  reset(): void;
  dispose(): void;
}

/** Creates it over the selected row's detail. */
export function createCompareStore(
  engine: EngineConnection,
  detail: ReadonlySignal<MessageDetail | null>,
): CompareStore {
  const remembered = signal<number | null>(null);
  const withRemembered = signal(false);
  const comparison = signal<Comparison | string | null>(null);
  const watchers = signal(0);
  let work: SlicedWork | null = null;
  /** Counts what was asked for: the last one counts. */
  let asked = 0;

  async function otherOf(row: number): Promise<MessageDetail | string> {
    const chosen = withRemembered.peek() ? remembered.peek() : null;
    if (chosen === row) return say("thisIsTheMessageThat");
    const other = chosen ?? (await engine.call("alike-before", { row }));
    if (other === null) return say("noMessageOfItsType");
    return engine.call("message", { row: other });
  }

  async function compare(now: MessageDetail): Promise<void> {
    asked += 1;
    const mine = asked;
    work?.cancel();
    comparison.value = null;
    const other = await otherOf(now.row.row).catch((problem: unknown) => (problem as Error).message);
    if (mine !== asked) return;
    if (typeof other === "string") {
      comparison.value = other;
      return;
    }
    if (other.row.kind !== "message") {
      comparison.value = say("onlyMessagesAreCompared");
      return;
    }
    const side = ({ row, payload }: MessageDetail) => ({ bytes: payload, type: row.payloadType ?? "text" });
    work = inSlices(
      diffPayloads(side(other), side(now)),
      (diff) => {
        comparison.value = { other: other.row, diff };
      },
      (problem) => {
        comparison.value = (problem as Error).message;
      },
    );
  }

  const stop = effect(() => {
    const now = detail.value;
    remembered.value;
    withRemembered.value;
    if (watchers.value === 0 || now === null || now.row.kind !== "message") {
      asked += 1;
      work?.cancel();
      comparison.value = null;
    } else void compare(now);
  });

  const forget = () => {
    remembered.value = null;
    withRemembered.value = false;
  };
  return {
    remembered,
    withRemembered,
    comparison,
    remember(row) {
      remembered.value = row;
      withRemembered.value = true;
    },
    forget,
    choose(next) {
      withRemembered.value = next;
    },
    watch() {
      watchers.value += 1;
      return () => {
        watchers.value -= 1;
      };
    },
    reset: forget,
    dispose() {
      asked += 1;
      work?.cancel();
      stop();
    },
  };
}
