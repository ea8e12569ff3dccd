import type { Connection, FrameSeen } from "../model/connection.ts";
import type { QueryRemark } from "../query/query.ts";
import type { Bytes, EpochMs } from "../units.ts";
import type { DecoderName } from "./decoded-message.ts";
import type { DeepCapture } from "./deep-capture.ts";
import type { Settings } from "./engine-settings.ts";
import type { WorkerKind } from "./worker-link.ts";

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
  /** The browser does not let Duplex into the page, or it is the browser's own. */
  readonly withheld: boolean;
  /** It lets no extension into it, and a reload does not change that: as its page that says why another could not be loaded. */
  readonly closed: boolean;
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
    /** The part of the session that the filter has looked at, from 0 to 1. */
    readonly looked: number;
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
    /** It has been looked for findings at least once: before that, that there are none says nothing. */
    readonly examined: boolean;
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
