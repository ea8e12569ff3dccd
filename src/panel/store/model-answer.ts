import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { answerToText, blockText } from "../../core/analysis/answers/answer-to-text.ts";
import type { SessionAnswer } from "../../core/analysis/answers/session-answer.ts";
import { isModelStream } from "../../core/decode/models/merge-model-stream.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import type { EngineConnection } from "./engine-connection.ts";
import { keepAsking } from "./keep-asking.ts";

/** An answer that grows is read at most so often. */
const ASK_EVERY_MS = 250;

/** What a language model says on the connection that is looked at, put together. */
/** A block as it is read. */
export { blockText };

export interface ModelAnswerStore {
  /** The connection of the chosen row, or the chosen one, where it streams a model's answer; null: it does not. */
  readonly connection: ReadonlySignal<ConnectionView | null>;
  /** Null until it is known. It grows while the model speaks. */
  readonly answer: ReadonlySignal<SessionAnswer | null>;
  /** All of it as text, whatever is shown of it. */
  text(): Promise<string>;
  /** Keeps the answer up to date as long as it is looked at; answers how to stop. */
  watch(): () => void;
}

interface Followed {
  readonly status: ReadonlySignal<EngineStatus | null>;
  readonly detail: ReadonlySignal<MessageDetail | null>;
  readonly connection: ReadonlySignal<ConnectionView | null>;
  readonly connections: ReadonlySignal<ReadonlyMap<number, ConnectionView>>;
}

/** Follows the selected row, and the connection that is shown. */
export function createModelAnswerStore(
  engine: EngineConnection,
  { status, detail, connection, connections }: Followed,
  fail: (problem: unknown) => void,
): ModelAnswerStore {
  const told = signal<{ readonly about: string; readonly answer: SessionAnswer | null } | null>(null);

  const looked = computed(() => {
    const id = detail.value?.row.connection ?? connection.value?.id ?? null;
    const found = id === null ? undefined : connections.value.get(id);
    return found !== undefined && isModelStream(found.speaks ?? []) ? found : null;
  });
  /** What it is the answer of. */
  const about = computed(() => `${status.value?.session.id ?? ""} ${looked.value?.id ?? ""}`);

  return {
    connection: looked,
    answer: computed(() => (told.value?.about === about.value ? told.value.answer : null)),
    async text() {
      const id = looked.peek()?.id;
      if (id === undefined) return "";
      const whole = await engine.call("model-answer", { connection: id, whole: true });
      return whole === null ? "" : answerToText(whole);
    },
    watch() {
      const asking = keepAsking(
        async () => {
          const id = looked.peek()?.id;
          if (id === undefined) return;
          const asked = about.peek();
          const answer = await engine.call("model-answer", { connection: id, whole: false });
          told.value = { about: asked, answer };
        },
        () => ASK_EVERY_MS,
        fail,
      );
      let before = "";
      const stop = effect(() => {
        const { received, state, dropped, stream, speaks } = looked.value ?? {};
        const spoken = speaks?.map(({ id }) => id).join();
        const now = [about.value, received, state, dropped, stream?.requestedAt, stream?.chunks, spoken].join(
          " ",
        );
        if (now === before) return;
        before = now;
        asking.askAfter(0);
      });
      return () => {
        stop();
        asking.stop();
      };
    },
  };
}
