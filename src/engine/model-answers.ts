import { type AnswerReader, createAnswerReader } from "../core/analysis/answers/read-answer.ts";
import type { SessionAnswer } from "../core/analysis/answers/session-answer.ts";
import { type SessionDecoder, TAKE_IN_ROWS } from "../core/analysis/decode-session.ts";
import type { Session } from "../core/model/session.ts";
import { loadRows } from "./load-rows.ts";

/** So long at a time: recording and the panel's other questions wait meanwhile. */
const SLICE_MS = 8;
/** Messages that are taken in before the clock is looked at. */
const STEP_MESSAGES = 64;

/** A panel draws no more of a block, in UTF-16 units, and no more blocks; copying asks for all. */
const MOST_SHOWN = 100_000;
const MOST_BLOCKS = 400;

/** Models' answers, one connection's at a time: the last that was asked for is kept, and read on. */
export interface ModelAnswers {
  /** Null where the connection is no model's stream. `whole`: with all of its texts. */
  of(connection: number, whole: boolean): Promise<SessionAnswer | null>;
}

/** Creates it over a session. */
export function createModelAnswers(session: Session, decoder: SessionDecoder): ModelAnswers {
  let last: {
    readonly connection: number;
    readonly revision: number | null;
    readonly reader: AnswerReader | null;
  } | null = null;

  async function recognise(connection: number): Promise<void> {
    while (true) {
      while (!decoder.update(TAKE_IN_ROWS)) await pause();
      const { ready, missing, most } = decoder.prepareRecognition(connection);
      if (ready) return;
      await loadRows(session, missing, most);
    }
  }

  function open(id: number): AnswerReader | null {
    const revision = decoder.revisionOf(id);
    if (last?.connection === id && last.revision === revision) return last.reader;
    const connection = session.connections[id - 1];
    const reader = connection === undefined ? null : createAnswerReader(session, decoder, connection);
    last = { connection: id, revision, reader };
    return reader;
  }

  return {
    async of(connection, whole) {
      await recognise(connection);
      const reader = open(connection);
      if (reader === null) return null;
      let until = performance.now() + SLICE_MS;
      while (true) {
        const { done, missing } = reader.read(STEP_MESSAGES);
        if (done) break;
        if (missing.length > 0) await loadRows(session, missing);
        else if (performance.now() > until) {
          await pause();
          until = performance.now() + SLICE_MS;
        }
      }
      const answer = reader.answer();
      return whole ? answer : shorten(answer);
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function shorten(answer: SessionAnswer): SessionAnswer {
  let left = MOST_BLOCKS;
  const choices = answer.choices.map((choice) => {
    const blocks = choice.blocks.slice(0, left);
    left -= blocks.length;
    return { ...choice, blocks: blocks.map((it) => ({ ...it, text: it.text.slice(0, MOST_SHOWN) })) };
  });
  return { ...answer, choices };
}
