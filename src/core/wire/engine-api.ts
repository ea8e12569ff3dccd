import type { ExplainedHeader } from "../analysis/advice/explain-headers.ts";
import type { TrafficVerdict } from "../analysis/advice/traffic-kind.ts";
import type { SessionAnswer } from "../analysis/answers/session-answer.ts";
import type { TransportCost } from "../analysis/cost/compare-transports.ts";
import type { SocketCost } from "../analysis/cost/socket-tally.ts";
import type { DecoderRule } from "../analysis/decoder-rule.ts";
import type { DensityBuckets } from "../analysis/density-histogram.ts";
import type { Finding } from "../analysis/finding.ts";
import type { PairingCandidate } from "../analysis/pairing/find-candidates.ts";
import type { Histogram } from "../analysis/pairing/histogram.ts";
import type { RoundTripSummary } from "../analysis/pairing/measure-round-trips.ts";
import type { PairingChoice } from "../analysis/pairing-choice.ts";
import type { Loop } from "../analysis/polling/loop.ts";
import type { LoopFacts } from "../analysis/polling/measure-loop.ts";
import type { PollingSettings } from "../analysis/polling/polling-settings.ts";
import type { SchemaRule } from "../analysis/schema-rule.ts";
import type { MessageMeaning } from "../analysis/summarise-parts.ts";
import type { OwnDecoder } from "../decode/own/own-decoder.ts";
import type { ProtoFile } from "../decode/proto/proto-files.ts";
import type { Annotation } from "../model/annotation.ts";
import type { AcceptCheck } from "../model/check-accept.ts";
import type { Connection, ConnectionKind, FrameSeen } from "../model/connection.ts";
import type { QueryVocabulary } from "../query/complete-query.ts";
import type { QueryRemark } from "../query/query.ts";
import type { Bytes, EpochMs, Milliseconds, TimeSpan } from "../units.ts";
import type {
  ConnectionProtocols,
  DecodedMessage,
  DecodedNode,
  DecoderName,
  DecoderOffer,
  NodePlace,
} from "./decoded-message.ts";
import type { DeepCapture } from "./deep-capture.ts";
import type {
  Direction,
  HandshakeEvent,
  PayloadType,
  RecordEvent,
  StreamReading,
  StreamVia,
} from "./events.ts";
import type { OwnJob } from "./own-job.ts";
import type { WorkerKind } from "./worker-link.ts";

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
  "alike-before": { params: { row: number }; result: number | null };
  /** What a message means, in full. */
  decoded: { params: { row: number }; result: DecodedMessage };
  "decoded-children": { params: NodePlace & { skip: number; limit: number }; result: DecodedNode[] };
  /** The whole value of a string or of bytes; null of what is neither. */
  "decoded-value": { params: NodePlace; result: string | Uint8Array | null };
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
  /** How many rows of some connections lie where in time: of the whole session, and of those that match the filter. */
  /** What there is of the view's rows, by what they are; counted while it is asked for again and again. */
  statistics: { params: { by: StatisticsBy }; result: StatisticsAnswer };
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

/** Connections that share a lane, and a stretch of time in at most so many buckets. */
export interface DensityWindow extends TimeSpan {
  readonly connections: readonly number[];
  readonly most: number;
  /** The bytes of messages are wanted, too. */
  readonly bytes?: boolean;
}

/** Bytes of the payloads of messages in equal stretches of time. */
export interface ByteBuckets {
  readonly from: EpochMs;
  readonly widthMs: Milliseconds;
  readonly sent: Float64Array;
  readonly received: Float64Array;
}

export interface DensityAnswer {
  /** From the session's first row to its last; null where it has none. */
  readonly extent: TimeSpan | null;
  readonly lanes: readonly DensityLane[];
}

/** Counts of equal stretches of time; these are wider than was asked for where the engine does not know better. */
export interface DensityLane extends DensityBuckets {
  /** The same of the rows that match the filter; null: there is no filter, and all do. */
  readonly matched: DensityBuckets | null;
  /** Where they were asked for. */
  readonly bytes?: ByteBuckets | null;
  /** Of all of its time. */
  readonly firstAt: EpochMs | null;
  readonly lastAt: EpochMs | null;
  /** The longest time between two messages of one connection. */
  readonly silence: TimeSpan | null;
}

/** By what messages are told apart: by what they are made of, or by what they mean in their protocol too. */
export type StatisticsBy = "form" | "meaning";

export interface StatisticsAnswer {
  readonly by: StatisticsBy;
  /** Rows of the view that have been looked at. */
  readonly counted: number;
  readonly total: number;
  /** Rows that are in no group: marks. */
  readonly marks: number;
  /** Why it cannot go on; null: it can. */
  readonly problem: string | null;
  readonly groups: readonly StatisticsGroup[];
}

/** Messages, or requests, of one type. */
export interface StatisticsGroup {
  readonly kind: ConnectionKind | null;
  /** Requests: how they were asked; null of messages. */
  readonly method: string | null;
  readonly direction: Direction | null;
  readonly payloadType: PayloadType | null;
  /** The type of the Server-Sent Event, or what the protocol calls it; "" is none. */
  readonly event: string;
  /** The protocol and its kind of message; "" where nothing is known of it, or it was not asked. */
  readonly protocol: string;
  readonly meaning: string;
  /** All that is of more types than are told apart. */
  readonly rest: boolean;
  readonly count: number;
  readonly bytes: Bytes;
  readonly minBytes: Bytes;
  /** These two are exact for small sizes, and else a little off: `SKETCH_ERROR`. */
  readonly medianBytes: Bytes;
  readonly p95Bytes: Bytes;
  readonly maxBytes: Bytes;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  /** The rows of these moments. */
  readonly firstRow: number;
  readonly lastRow: number;
}

/** What polls, with what it costs. */
export interface PollingAnswer {
  /** Finished requests, and how many of them were looked at so far; while `reading` more are. */
  readonly requests: number;
  readonly looked: number;
  readonly reading: boolean;
  /** Loops that ended so long ago that they are no longer among these. */
  readonly forgotten: number;
  readonly loops: readonly LoopView[];
  /** WebSockets and streams with messages, those with the most first. */
  readonly sockets: readonly SocketView[];
  /** So many others have fewer messages, and are left out. */
  readonly moreSockets: number;
}

/** What a connection took on the wire, and what it is for. */
export interface SocketView extends SocketCost {
  readonly connection: number;
  readonly url: string;
  readonly kind: ConnectionKind;
  /** permessage-deflate was negotiated: payloads were fewer bytes on the wire. */
  readonly compressed: boolean;
  readonly traffic: TrafficVerdict | null;
}

/** A polling loop without its requests. */
export interface LoopView
  extends Pick<
    Loop,
    "key" | "method" | "url" | "kind" | "name" | "rhythm" | "ignored" | "askers" | "initiator"
  > {
  readonly connection: number | null;
  /** The row of its last request. */
  readonly lastRow: number;
  readonly facts: LoopFacts;
  readonly costs: readonly TransportCost[];
  readonly advice: readonly Finding[];
  /** Headers of its last answer that matter to polling and streams. */
  readonly headers: readonly ExplainedHeader[];
}

export type EngineCall = keyof EngineCalls;
export type ExportFormat = "har" | "session" | "report-html" | "report-markdown";

export interface Settings {
  /** What the reader has decided about decoders, the newest last. Default: nothing. */
  decoders?: readonly DecoderRule[];
  /** What the reader has decided of how messages pair, the newest last. Default: nothing. */
  pairings?: readonly PairingChoice[];
  /** Files of schemas of Protocol Buffers, and which of their types messages have, the newest last. Default: none. */
  schemas?: readonly ProtoFile[];
  schemaRules?: readonly SchemaRule[];
  /** The reader's own decoders; the last that fits an address is taken. Default: none. */
  ownDecoders?: readonly OwnDecoder[];
  /** Go on recording while another panel of DevTools is shown. Default: true. */
  recordWhileHidden: boolean;
  /** The tab of the panel that was chosen last. Default: messages. */
  tab: string;
  /** What the reader counts polling with; what is not there is as it is at first. */
  polling?: PollingSettings;
  /** How the list of messages looks; what is not there is as it is at first. The panel reads it with care: it may be older or newer. */
  list?: ListSettings;
  /** How other lists are ordered, and what of them is opened; read with the same care. */
  order?: OrderSettings;
}

/** How the list of connections and the table of types are ordered, and what of them is opened. */
export interface OrderSettings {
  /** What the connections of a group are ordered by. */
  readonly connections: string;
  /** The page's own files are listed. */
  readonly files: boolean;
  /** Chains of reconnected connections that are laid open, by their first connection; of the sessions that were looked at last. */
  readonly chains: readonly { readonly session: string; readonly ids: readonly number[] }[];
  readonly types: { readonly column: string; readonly descending: boolean };
}

/** How the list of messages looks. */
export interface ListSettings {
  /** The columns in their order; `width` in CSS pixels, null where the column has its own. */
  readonly columns: readonly {
    readonly id: string;
    readonly shown: boolean;
    readonly width: number | null;
  }[];
  /** What times are counted from. */
  readonly time: string;
}

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

/** The state of the session that is shown. */
export interface EngineStatus {
  readonly session: {
    readonly id: string;
    readonly name: string;
    /** It is the one being recorded, not one from the list or a file. */
    readonly live: boolean;
    readonly startedAt: EpochMs | null;
    /** Where it is kept: `memory` in a private window or after a failed write. */
    readonly kept: "disk" | "memory";
  };
  /** A live session exists: false in a page without DevTools. */
  readonly canRecord: boolean;
  readonly recording: boolean;
  readonly preserve: boolean;
  readonly privateWindow: boolean;
  /** The address of the inspected page; "" where it is not known. */
  readonly page: string;
  /** It was loaded while Duplex was off on its site. */
  readonly pageOff: boolean;
  /** Duplex is not in the page: off there, or the page was loaded before it could be watched. */
  readonly reloadNeeded: boolean;
  /** Firefox: bodies of requests are not kept for now, since sockets are busy. */
  readonly bodiesPaused: boolean;
  /** Chrome: how it stands with Deep capture. */
  readonly deep: DeepCapture;
  /** Without the reader's own decoders, whose code may be long: `settings` gives them. */
  readonly settings: Settings;
  /** Counts the changes of these. */
  readonly ownDecoders: number;
  /** And those of the files of schemas, which are not in the settings here either. */
  readonly schemas: number;
  readonly connections: readonly ConnectionView[];
  /** Messages, without marks and requests. */
  readonly messages: number;
  readonly requests: number;
  readonly sentBytes: Bytes;
  readonly receivedBytes: Bytes;
  readonly dropped: number;
  readonly hookFailures: number;
  /** How many rows the reader has marked, pinned and noted; `revision` counts the changes. */
  readonly annotations: {
    readonly revision: number;
    readonly marked: number;
    readonly pinned: number;
    readonly noted: number;
  };
  readonly view: {
    /** Counts the changes of the view: rows asked for under an older revision may have moved. */
    readonly revision: number;
    /** Rows in scope, before the filter. */
    readonly total: number;
    /** Rows in scope that match, so far. */
    readonly matched: number;
    /** The filter has not looked at all rows yet. */
    readonly filtering: boolean;
    /** What is wrong with the filter's text, and where: then the one before still filters. */
    readonly wrong: QueryRemark | null;
    /** What in the filter's text matches nothing, and why. */
    readonly notes: readonly QueryRemark[];
    /** Why the filter could not look at all rows; null: it could. */
    readonly problem: string | null;
    /** What is looked for without filtering; null is nothing. */
    readonly find: FindState | null;
  };
  /** Round trips and findings, as far as they are known. */
  readonly analysis: {
    /** Counts the times that something else was found. */
    readonly revision: number;
    readonly findings: number;
    /** There is more to be read. */
    readonly busy: boolean;
  };
  /** What the user waits for, since it takes long; null is nothing. */
  readonly work: WorkState | null;
  /** What the user must know, in sentences: a full disk, a database of a newer version. */
  readonly notices: readonly Notice[];
}

export type WorkKind = "opening" | "importing" | "exporting" | "deleting";

/** How far it has come; a total of 0 is not known. */
export interface WorkState {
  readonly id: number;
  readonly kind: WorkKind;
  readonly done: number;
  readonly total: number;
}

/** How far a search has come. */
export interface FindState {
  /** The text of the query, as it was given. */
  readonly text: string;
  /** Rows that match, so far. */
  readonly matched: number;
  /** It has not looked at all rows yet. */
  readonly looking: boolean;
  /** What is wrong with the text, and where. */
  readonly wrong: QueryRemark | null;
  /** Why it could not look at all rows; null: it could. */
  readonly problem: string | null;
}

/** A row that was found. */
export interface FoundRow {
  readonly row: number;
  /** Its position in the view; null where the view has not come to it yet. */
  readonly index: number | null;
  /** The how manieth match it is, from 1. */
  readonly ordinal: number;
}

export interface Notice {
  readonly id: string;
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
}

/** A connection, and the frame or worker it was opened in. */
export interface ConnectionView extends Readonly<Connection> {
  readonly frameUrl: string | null;
  readonly frameOrigin: string | null;
  readonly topFrame: boolean;
  /** Null is a document. */
  readonly frameWorker: WorkerKind | null;
  /** The frame by the browser's word; of a worker the document that started it. */
  readonly frameSeen: FrameSeen | null;
  /** What it was found to speak, outermost first; null: that is not known yet. */
  readonly speaks: readonly DecoderName[] | null;
}

export interface RowWindow {
  readonly revision: number;
  readonly start: number;
  readonly matched: number;
  readonly rows: readonly Row[];
}

/** A row of the list. */
export interface Row {
  /** Its number in the log, from 0; stays the same whatever the view. */
  readonly row: number;
  readonly kind: "message" | "mark" | "request";
  readonly at: EpochMs;
  /** Since the row before it in the view; null for the first. */
  readonly deltaMs: Milliseconds | null;
  readonly connection: number;
  readonly direction: Direction | null;
  readonly payloadType: PayloadType | null;
  readonly size: Bytes;
  /** Server-Sent Events: the event type; marks: the record's type; requests: the method. */
  readonly name: string;
  readonly eventId: string;
  /** The beginning of the payload (text, or hex of binary), or a sentence on the mark or the request. */
  readonly preview: string;
  /** The preview is not all of it. */
  readonly previewCut: boolean;
  /** What is wrong with it, as a sentence; "" is nothing. */
  readonly problem: string;
  /** Bytes of the payload that are not there: not yet come, or never read. */
  readonly missingBytes: Bytes;
  /** Server-Sent Events: no listener of the page waited for its type; the browser told of it. */
  readonly unheard: boolean;
  /** They are missing because the message was larger than the largest that is taken. */
  readonly cut: boolean;
  /** What is looked for was found in it. */
  readonly found: boolean;
  /** What it means; null where nothing is known of it, or not yet: then the view changes when it is. */
  readonly meaning: MessageMeaning | null;
  /** What the reader has said of it. */
  readonly marked: boolean;
  readonly pinned: boolean;
  readonly note: string;
  /** The round trip that it is a part of; null where none is known (yet). */
  readonly trip: RowTrip | null;
}

/** What a row is in a round trip. */
export interface RowTrip {
  readonly role: "request" | "reply";
  /** Of a request to its first reply, of a reply from its request; null: it is not answered, or the time between is not known. */
  readonly rttMs: Milliseconds | null;
  /** The row of the first reply, or of the request; null: it is not answered. */
  readonly partner: number | null;
  /** How many came back. */
  readonly replies: number;
  /** What paired them: a protocol, or the path of a value. */
  readonly by: string;
  /** So much of what was sent before still waited to go out when the request was made, in bytes; 0: little, or it was not read. */
  readonly waitingBytes: Bytes;
  /** Of more than one reply; else null. */
  readonly stream: RowStream | null;
}

/** What came back on one request, that was more than one reply. */
export interface RowStream {
  readonly last: number;
  readonly lastMs: Milliseconds;
  /** The last reply said so itself. */
  readonly ended: boolean;
  /** Replies that did not end it, and how many of them came a second; null of fewer than two. */
  readonly events: number;
  readonly perSecond: number | null;
  /** How long it stood still, where that was much longer than usual; else null. */
  readonly stallMs: Milliseconds | null;
}

export interface RoundTripsAnswer {
  readonly revision: number;
  /** There is more to be read. */
  readonly busy: boolean;
  readonly groups: readonly RoundTripGroup[];
  /** So many earlier ones are not measured, since there are so many. */
  readonly skipped: number;
  /** Connections on which something can be decided, or was. */
  readonly choices: readonly PairingOffer[];
}

/** What a reader can decide of a connection, and has. */
export interface PairingOffer {
  readonly connection: number;
  readonly candidates: readonly PairingCandidate[];
  readonly choice: PairingChoice | null;
}

/** The round trips of a connection that were paired in one way. */
export interface RoundTripGroup extends Omit<RoundTripSummary, "slowest" | "lost"> {
  /** What the page's clock is rounded to, by its times; null: not known. */
  readonly clockStepMs: Milliseconds | null;
  /** Of the time that is drawn. */
  readonly histogram: Histogram;
  /** Those of that time that were answered, in order of time; of very many the slowest and quickest of each stretch. */
  readonly points: readonly TripPoint[];
  /** The slowest first. */
  readonly slowest: readonly TripPoint[];
  readonly lost: readonly TripPoint[];
}

export interface TripPoint {
  /** The request's. */
  readonly row: number;
  readonly at: EpochMs;
  readonly rttMs: Milliseconds | null;
  readonly type: string;
}

/** As what rows can be copied. */
export type CopyFormat = "text" | "json" | "hex" | "base64" | "c";

/** Rows as texts. */
export interface CopiedRows {
  readonly texts: readonly string[];
  /** How many rows these are of: the rest is asked for again. */
  readonly done: number;
  /** Those of them that have nothing of that format. */
  readonly skipped: number;
  /** Those of which bytes are missing. */
  readonly incomplete: number;
}

/** All of one row, for the detail pane. */
export interface MessageDetail {
  readonly row: Row;
  readonly payload: Uint8Array<ArrayBuffer>;
  /** Marks and requests: what they say. */
  readonly record: RecordEvent | null;
  /** Events of a streamed response: the pieces it came in; else null. */
  readonly pieces: StreamPieces | null;
}

/** In which pieces an event of a streamed response came. */
export interface StreamPieces {
  readonly reading: StreamReading;
  readonly via: StreamVia;
  /** Of the whole stream, so far. */
  readonly total: number;
  /** Empty: it is not from a piece, but from the body in the browser's network log. */
  readonly pieces: readonly StreamPiece[];
  /** Pieces that are not listed, in the middle of very many. */
  readonly unlisted: number;
}

export interface StreamPiece {
  /** Counts from 1 within the stream. */
  readonly number: number;
  readonly at: EpochMs;
  readonly size: Bytes;
  /** How many of its bytes are here: fewer where it was cut. */
  readonly kept: Bytes;
  /** How many bytes of the stream come before it. */
  readonly position: Bytes;
  /** How many events and remarks were complete with it. */
  readonly completed: number;
}

/** A line of the list of sessions. */
export interface SessionSummary {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly startedAt: EpochMs;
  readonly changedAt: EpochMs;
  readonly messages: number;
  readonly requests: number;
  readonly connections: number;
  readonly bytes: Bytes;
  /** Being recorded right now, here or in another window. */
  readonly live: boolean;
}
