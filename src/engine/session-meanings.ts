import { decodeSession, type SessionDecoder } from "../core/analysis/decode-session.ts";
import { decodeWithOwn } from "../core/analysis/decode-with-own.ts";
import { type DecoderRule, findDecoderRule, toDecoderChoice } from "../core/analysis/decoder-rule.ts";
import type { SessionSchema } from "../core/analysis/session-schema.ts";
import type { OwnDecoder } from "../core/decode/own/own-decoder.ts";
import type { MessageSchema } from "../core/decode/proto/schema-within.ts";
import { DECODERS } from "../core/decode/registry.ts";
import type { Session } from "../core/model/session.ts";
import type { ConnectionProtocols, DecoderName, DecoderOffer } from "../core/wire/decoded-message.ts";
import type { OwnJob } from "../core/wire/own-job.ts";
import { createDecodedMessages, type DecodedMessages, toProtocols } from "./decoded-messages.ts";
import { loadRows } from "./load-rows.ts";
import { createModelAnswers, type ModelAnswers } from "./model-answers.ts";
import { createOwnDecodings, type OwnDecodings } from "./own-decodings.ts";
import { createRecognitions, type Recognitions } from "./recognitions.ts";
import { createRowMeanings, type RowMeanings } from "./row-meanings.ts";

/** All that is known of what a session's messages mean. */
export interface SessionMeanings {
  readonly decoder: SessionDecoder;
  readonly rows: RowMeanings;
  readonly recognitions: Recognitions;
  readonly messages: DecodedMessages;
  /** What language models said, put together. */
  readonly answers: ModelAnswers;
  readonly scan: ScanMeanings;
  readonly own: OwnDecodings;
  ruleOf(connection: number): DecoderRule | null;
  /** What a connection speaks, and why. */
  protocols(connection: number): Promise<ConnectionProtocols>;
  /** The reader has decided something else. */
  chosen(): void;
  end(): void;
}

interface Surroundings {
  /** The session's ID. */
  readonly id: string;
  rules(): readonly DecoderRule[];
  readonly ownDecoders: readonly OwnDecoder[];
  /** Which decoders a connection is looked at with, by the reader's schemas; without it, as if there were none. */
  readonly schema?: SessionSchema;
  /** Has the panel run a decoder of the reader's own. */
  ask(job: OwnJob): void;
  /** More is known of rows than before, or something else. */
  changed(): void;
  /** These connections speak something else than was known before. */
  spoken(connections: readonly number[]): void;
}

/** What a scan for rows has to know of connections, for it to decode what they say. */
export interface ScanMeanings {
  /** Null: that has to be found out. */
  speaks(connection: number): readonly DecoderName[] | null;
  find(connection: number): Promise<void>;
  /** Whether the reader has given any schema. */
  readonly hasSchemas: boolean;
  /** The reader's schema of its messages; the same object as long as it says the same. */
  schemaOf(connection: number): MessageSchema | null;
  /** Whether the meaning of a message depends on those before it. */
  remembers(connection: number): boolean;
  /** The how manieth message of its connection a row is; 0 of what is none. */
  indexOf(row: number): number;
  readonly own: Pick<OwnDecodings, "findAll" | "meant">;
}

/** Creates it; nothing is looked at before it is asked for. */
export function createSessionMeanings(
  session: Session,
  { id, rules, ownDecoders, schema, ask, changed, spoken }: Surroundings,
): SessionMeanings {
  const base = decodeSession(
    session,
    (connection) => toDecoderChoice(findDecoderRule(rules(), id, connection)),
    (connection) => schema?.decodersOf(id, connection) ?? DECODERS,
  );
  const { indexOf, rowOf } = base;
  const own = createOwnDecodings(session, { decoders: ownDecoders, ask, indexOf, rowOf });
  const decoder = decodeWithOwn(base, own);
  const rows = createRowMeanings(session, decoder, changed);
  const recognitions = createRecognitions(
    session,
    decoder,
    (others) => {
      if (others.length > 0) spoken(others);
      changed();
    },
    own.of,
  );

  function ruleOf(connection: number): DecoderRule | null {
    const about = session.connections[connection - 1];
    return about === undefined ? null : findDecoderRule(rules(), id, about);
  }

  return {
    decoder,
    rows,
    recognitions,
    messages: createDecodedMessages(session, decoder, own.whole),
    answers: createModelAnswers(session, base),
    own,
    scan: {
      speaks: recognitions.of,
      find: recognitions.find,
      get hasSchemas() {
        return schema?.isGiven ?? false;
      },
      schemaOf(connection) {
        const about = session.connections[connection - 1];
        return about === undefined ? null : (schema?.typesOf(id, about) ?? null);
      },
      remembers: (connection) =>
        recognitions.of(connection)?.some(({ id: name }) => REMEMBERING.has(name)) ?? true,
      indexOf: (row) => decoder.indexOf(row) ?? 0,
      own,
    },
    ruleOf,
    async protocols(connection) {
      decoder.update();
      while (true) {
        const { ready, missing, most } = decoder.prepareRecognition(connection);
        if (ready) {
          return toProtocols(decoder.recognitionOf(connection), ruleOf(connection), own.of(connection));
        }
        await loadRows(session, missing, most);
      }
    },
    chosen() {
      decoder.chosen();
      recognitions.look();
      changed();
    },
    end() {
      rows.end();
      recognitions.end();
      own.end();
    },
  };
}

const REMEMBERING: ReadonlySet<string> = new Set(
  DECODERS.filter(({ follow }) => follow !== undefined).map(({ id }) => id),
);

/** All decoders, for who chooses one. */
export function listDecoders(): DecoderOffer[] {
  const framings = DECODERS.filter(({ split }) => split !== undefined);
  return DECODERS.map((decoder) => {
    const { id, name } = decoder;
    const isPossible = (inside: readonly string[]) => decoder.possible?.({ ...ANYWHERE, inside }) ?? true;
    const around = isPossible([]) ? undefined : framings.find((it) => isPossible([it.id]));
    return { id, name, frames: decoder.split !== undefined, stack: around ? [around.id, id] : [id] };
  });
}

const ANYWHERE = { kind: "websocket", url: "", subprotocol: "", contentType: "" } as const;
