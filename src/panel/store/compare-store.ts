import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { areJson, diffPayloads } from "../../core/diff/diff-payloads.ts";
import type { PayloadDiff } from "../../core/diff/payload-diff.ts";
import { say } from "../../core/text/say.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import type { Row } from "../../core/wire/row.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { inSlices, type SlicedWork } from "./in-slices.ts";

/** A message beside another one. */
export interface Comparison {
  /** What it is compared with. */
  readonly other: Row;
  /** It is the one that was chosen, or of the same type; else that was not found out in time. */
  readonly isSure: boolean;
  /** A sentence where they cannot be compared. */
  readonly diff: PayloadDiff | string;
}

/** Compares the selected message: with the one before of its type, or with one that was remembered or is marked. */
export interface CompareStore {
  /** The row that was remembered; null is none. */
  readonly remembered: ReadonlySignal<number | null>;
  /** The row that is compared with; null is the one before of its type. */
  readonly chosen: ReadonlySignal<number | null>;
  readonly marked: ReadonlySignal<readonly number[]>;
  /** So many more are marked: too many to choose from. */
  readonly moreMarked: ReadonlySignal<number>;
  /** Rows that can be chosen, in order: the marked ones, and those that are remembered or chosen already. */
  readonly offered: ReadonlySignal<readonly number[]>;
  /** What messages mean is compared, where that is known, and not their payloads. */
  readonly asDecoded: Signal<boolean>;
  /** It is known of both that are compared. */
  readonly canDecode: ReadonlySignal<boolean>;
  /** Null while it is made; a sentence where there is nothing to compare with. */
  readonly comparison: ReadonlySignal<Comparison | string | null>;
  /** Remembers a row, and compares with it. */
  remember(row: number): void;
  forget(): void;
  choose(row: number | null): void;
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
  status: ReadonlySignal<EngineStatus | null>,
): CompareStore {
  const remembered = signal<number | null>(null);
  const chosen = signal<number | null>(null);
  const marked = signal<readonly number[]>([]);
  const moreMarked = signal(0);
  const asDecoded = signal(true);
  const canDecode = signal(false);
  const comparison = signal<Comparison | string | null>(null);
  const watchers = signal(0);
  let work: SlicedWork | null = null;
  /** Counts what was asked for: the last one counts. */
  let asked = 0;

  async function otherOf(row: number): Promise<{ detail: MessageDetail; isSure: boolean } | string> {
    const own = chosen.peek();
    if (own === row) return say("thisIsTheMessageThat");
    const other = own === null ? await engine.call("alike-before", { row }) : { row: own, isSure: true };
    if (other === null) return say("noMessageOfItsType");
    return { detail: await engine.call("message", { row: other.row }), isSure: other.isSure };
  }

  /** What two messages mean; null of what has no meaning beyond its payload. */
  function decodedOf(...rows: [number, number]): Promise<(string | null)[]> {
    return Promise.all(rows.map((row) => engine.call("decoded-json", { row, place: null }))).catch(() => [
      null,
      null,
    ]);
  }

  async function compare(now: MessageDetail): Promise<void> {
    asked += 1;
    const mine = asked;
    work?.cancel();
    comparison.value = null;
    const found = await otherOf(now.row.row).catch((problem: unknown) => (problem as Error).message);
    if (mine !== asked) return;
    if (typeof found === "string") {
      canDecode.value = false;
      comparison.value = found;
      return;
    }
    const { detail: other, isSure } = found;
    if (other.row.kind !== "message") {
      comparison.value = say("onlyMessagesAreCompared");
      return;
    }
    const side = ({ row, payload }: MessageDetail, decoded: string | null = null) => ({
      bytes: payload,
      type: row.payloadType ?? "text",
      decoded,
    });
    const isPlain = areJson(side(other), side(now));
    const [was, is] = isPlain ? [null, null] : await decodedOf(other.row.row, now.row.row);
    if (mine !== asked) return;
    canDecode.value = was !== null && is !== null;
    work = inSlices(
      asDecoded.peek() ? diffPayloads(side(other, was), side(now, is)) : diffPayloads(side(other), side(now)),
      (diff) => {
        comparison.value = { other: other.row, isSure, diff };
      },
      (problem) => {
        comparison.value = (problem as Error).message;
      },
    );
  }

  const stop = effect(() => {
    const now = detail.value;
    chosen.value;
    asDecoded.value;
    if (watchers.value === 0 || now === null || now.row.kind !== "message") {
      asked += 1;
      work?.cancel();
      comparison.value = null;
    } else void compare(now);
  });

  const marks = computed(() => {
    const { session, annotations } = status.value ?? {};
    return watchers.value > 0 && annotations?.marked ? `${session?.id} ${annotations.revision}` : "";
  });
  const stopMarks = effect(() => {
    const wanted = marks.value;
    if (wanted === "") {
      marked.value = [];
      moreMarked.value = 0;
      return;
    }
    engine.call("marked", null).then(
      ({ rows, more }) => {
        if (marks.peek() !== wanted) return;
        marked.value = rows;
        moreMarked.value = more;
      },
      // Those that were offered before are there still.
      () => {},
    );
  });

  const forget = () => {
    if (chosen.peek() === remembered.peek()) chosen.value = null;
    remembered.value = null;
  };
  return {
    remembered,
    chosen,
    marked,
    moreMarked,
    offered: computed(() => {
      const own = [remembered.value, chosen.value].filter((row) => row !== null);
      return [...new Set([...marked.value, ...own])].sort((a, b) => a - b);
    }),
    comparison,
    asDecoded,
    canDecode,
    remember(row) {
      remembered.value = row;
      chosen.value = row;
    },
    forget,
    choose(row) {
      chosen.value = row;
    },
    watch() {
      watchers.value += 1;
      return () => {
        watchers.value -= 1;
      };
    },
    reset() {
      remembered.value = null;
      chosen.value = null;
    },
    dispose() {
      stopMarks();
      asked += 1;
      work?.cancel();
      stop();
    },
  };
}
