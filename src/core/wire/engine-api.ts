import type { SessionAnswer } from "../analysis/answers/session-answer.ts";
import type { Finding } from "../analysis/finding.ts";
import type { FoundNodes } from "../decode/find-in-tree.ts";
import type { Annotation } from "../model/annotation.ts";
import type { AcceptCheck } from "../model/check-accept.ts";
import type { QueryVocabulary } from "../query/complete-query.ts";
import type { Bytes, TimeSpan } from "../units.ts";
import type {
  ConnectionProtocols,
  DecodedMessage,
  DecodedNode,
  DecoderOffer,
  NodePlace,
} from "./decoded-message.ts";
import type { DensityAnswer, DensityWindow } from "./density-answer.ts";
import type { Settings } from "./engine-settings.ts";
import type { EngineStatus, FoundRow } from "./engine-status.ts";
import type { HandshakeEvent } from "./events.ts";
import type { MessageDetail } from "./message-detail.ts";
import type { OwnJob } from "./own-job.ts";
import type { PollingAnswer } from "./polling-answer.ts";
import type { RoundTripsAnswer, TripPoint } from "./round-trips-answer.ts";
import type { CopiedRows, CopyFormat, Row, RowWindow } from "./row.ts";
import type { SessionSummary } from "./session-summary.ts";
import type { StatisticsAnswer, StatisticsBy } from "./statistics-answer.ts";

/**
 * What the panel asks the engine, each with what it gives and what it gets. A call that fails is answered with a
 * sentence for the user. The panel never holds a session: it asks for the rows that are on the screen.
 */
export interface EngineCalls {
  /** Chooses what `rows` counts over. */
  "set-view": { params: ViewParams; result: null };
  /** Looks for rows among those of the view, which all stay in it; "" looks for nothing. */
  find: { params: { text: string }; result: null };
  /**
   * The match that many further than a row (null: than none, so the first or the last), round the ends; 0 is the next from
   * the row on. Null where nothing is found so far; `index` is its position in the view.
   */
  "find-from": { params: { row: number | null; by: -1 | 0 | 1 }; result: FoundRow | null };
  /** Values that are there, for the completion of a filter; of types of events those of the newest rows. */
  vocabulary: { params: null; result: QueryVocabulary };
  /** A window of rows, in order of time. */
  rows: { params: { start: number; count: number }; result: RowWindow };
  message: { params: { row: number }; result: MessageDetail };
  /** The last message before a row that is of its type, to be compared with it; null where none of many is. */
  "alike-before": { params: { row: number }; result: AlikeRow | null };
  /** What a message means, in full. */
  decoded: { params: { row: number }; result: DecodedMessage };
  "decoded-children": { params: NodePlace & { skip: number; limit: number }; result: DecodedNode[] };
  /** The whole value of a string or of bytes; null of what is neither. */
  "decoded-value": { params: NodePlace; result: string | Uint8Array | null };
  /** What a message means as JSON, all of it or one value (null: all); null where nothing is within that, or too much. */
  "decoded-json": { params: { row: number; place: Omit<NodePlace, "row"> | null }; result: string | null };
  /** Where a text is in the tree of a part of a message; null where another one was looked for meanwhile. */
  "decoded-find": { params: Omit<NodePlace, "path"> & { text: string }; result: FoundNodes | null };
  /** A model's answer on a connection, put together; null where it speaks no model's protocol. `whole`: with all of its texts. */
  "model-answer": { params: { connection: number; whole: boolean }; result: SessionAnswer | null };
  /** What a connection speaks, and why. */
  protocols: { params: { connection: number }; result: ConnectionProtocols };
  /** All decoders that there are. */
  decoders: { params: null; result: DecoderOffer[] };
  /** What a decoder of the reader's own made of the messages of an `OwnJob`, in their order; as it said it. */
  "own-answers": { params: { job: number; answers: readonly string[] }; result: null };
  /** Forgets what a decoder of the reader's own has said: it is asked again. */
  "own-again": { params: { decoder: string }; result: null };
  /** What there is of the view's rows, by what they are; counted while it is asked for again and again. */
  statistics: { params: { by: StatisticsBy }; result: StatisticsAnswer };
  /** How many rows of some connections lie where in time: of the whole session, and of those that match the filter. */
  density: { params: { windows: readonly DensityWindow[] }; result: DensityAnswer };
  /** The polling loops of the session, as far as its requests are read; the settings say what an empty answer is. */
  polling: { params: null; result: PollingAnswer };
  /** A connection's handshake, by its row. */
  handshake: { params: { row: number }; result: { record: HandshakeEvent; accept: AcceptCheck } };
  /** Chromium: reads what the browser's network log has of WebSockets, those of workers too. It copies every frame. */
  "read-network-log": { params: null; result: null };
  /** The position of a row in the view, or null where the view has it not. */
  locate: { params: { row: number }; result: number | null };
  /** Changes what the reader has said of some rows; kept with the session. Rejects where it is in memory alone. */
  annotate: { params: { rows: readonly number[]; change: Partial<Annotation> }; result: null };
  /** The numbers of the rows at some positions of the view, as many of them as there are. */
  "row-numbers": { params: { start: number; end: number }; result: Uint32Array<ArrayBuffer> };
  /** Rows as texts for the clipboard, with their whole payloads; as many from the first on as one answer takes. */
  "copy-rows": { params: { rows: readonly number[]; format: CopyFormat }; result: CopiedRows };
  /** The pinned rows of the session, in order of time, whatever is looked at. */
  pinned: { params: null; result: readonly Row[] };
  /** The marked messages of the session, in order of time, whatever is looked at; of very many the first, and how many more there are. */
  marked: { params: null; result: { readonly rows: readonly number[]; readonly more: number } };
  /** The marked row of the view that is next to a position (before the first: -1), round from its end to its beginning. */
  "find-marked": { params: { from: number; step: 1 | -1 }; result: { row: number; index: number } | null };
  /** The round trips of some connections, or of all (null); of those whose request was in a time, or of any (null). */
  /** Those of some connections whose requests were in `span`; the points and the histogram are of `drawn`, a part of that, alone. */
  "round-trips": {
    params: { connections: readonly number[] | null; span: TimeSpan | null; drawn: TimeSpan | null };
    result: RoundTripsAnswer;
  };
  /** When requests of that time were made, and how long each took; of very many the slowest and quickest of each stretch. */
  latency: {
    params: { connections: readonly number[] | null; span: TimeSpan };
    result: readonly TripPoint[];
  };
  /** What ails the connections of the session, most severe first. */
  findings: { params: null; result: readonly Finding[] };
  record: { params: { on: boolean }; result: null };
  preserve: { params: { on: boolean }; result: null };
  clear: { params: null; result: null };
  settings: { params: Partial<Settings>; result: Settings };
  sessions: { params: null; result: SessionSummary[] };
  "open-session": { params: { id: string }; result: null };
  /** Back from a stored session to the one that is being recorded. */
  "show-live": { params: null; result: null };
  "rename-session": { params: { id: string; name: string }; result: null };
  "delete-session": { params: { id: string }; result: null };
  /** Reads a session file or a HAR, keeps it as a session, and opens that. */
  import: { params: { file: Blob; name: string }; result: null };
  /** The whole session that is shown, as a file. */
  export: { params: { format: ExportFormat }; result: { file: Blob; name: string } };
  /** Leaves what is under way, as if it had not been asked for; who did is answered that it was stopped. */
  "stop-work": { params: { id: number }; result: null };
}

/** A message before another one. */
export interface AlikeRow {
  readonly row: number;
  /** It is of its type; else it may be: what both mean was not found out in time. */
  readonly isSure: boolean;
}

/** What is looked at. */
export interface ViewParams {
  /** One connection, or all (null). */
  readonly connection: number | null;
  /** Those that this one was reconnected as, or is a reconnection of. */
  readonly also?: readonly number[];
  /** Rows of this time alone; null or absent: of any. */
  readonly span?: TimeSpan | null;
  /** The text of the filter. */
  readonly filter: string;
}

export type EngineCall = keyof EngineCalls;
export type ExportFormat = "har" | "session" | "report-html" | "report-markdown";

/** From the panel. */
export type EngineRequest = {
  [C in EngineCall]: { readonly id: number; readonly call: C; readonly params: EngineCalls[C]["params"] };
}[EngineCall];

/** To the panel: an answer, or the state, at most once a frame and only where something changed. */
export type EngineReply =
  | PayloadPiece
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string }
  /** The user has stopped it. */
  | { readonly id: number; readonly stopped: true }
  | { readonly decode: OwnJob }
  | { readonly status: EngineStatus };

/**
 * A part of the payload of a message's detail, before the answer itself, which then has none: a large one in a single message
 * would hold up the panel, since Firefox copies what ports transfer.
 */
export interface PayloadPiece {
  readonly id: number;
  readonly piece: Uint8Array<ArrayBuffer>;
  readonly from: Bytes;
  /** Of the whole payload. */
  readonly size: Bytes;
}
