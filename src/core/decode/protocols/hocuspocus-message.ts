import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";
import {
  endOfVarUint,
  readSyncMessage,
  readVarString,
  readVarUint,
  readYjsMessage,
  startOfRest,
  type YjsMessage,
} from "./yjs-message.ts";

/** A message that Hocuspocus has beside those of the Yjs protocols. */
export interface HocuspocusMessage {
  readonly kind:
    | "token"
    | "permission denied"
    | "authenticated"
    | "stateless"
    | "broadcast stateless"
    | "close"
    | "sync status"
    | "ping"
    | "pong";
  /** Where begins what it carries, which fills the bytes to their end. */
  readonly contentFrom: Bytes;
  /** What a row shows of it; a token is not shown. */
  readonly text: string;
  readonly states: readonly [];
}

/** A document's name in visible signs; from version 4 on, a zero and the session may follow it. */
const NAME = /^([\p{L}\p{N}\p{P}\p{S} ]{1,200})(?:\0[\w.-]{1,100})?$/u;

const AUTH = ["token", "permission denied", "authenticated"] as const;

/** Types that Hocuspocus has after those of Yjs; 4 is a sync message that is not to be answered. */
const SYNC_REPLY = 4;
const STATELESS = 5;
const BROADCAST = 6;
const CLOSE = 7;
const SYNC_STATUS = 8;
const PING = 9;
const PONG = 10;

/** Reads a message with its document's name before it (`MessageType` of @hocuspocus/server 3 and 4); null where it is none. */
export function readHocuspocusMessage(
  bytes: Uint8Array,
): { message: YjsMessage | HocuspocusMessage; name: string | null } | null {
  if (bytes.length === 1 && (bytes[0] === PING || bytes[0] === PONG)) {
    return { message: toMessage(bytes[0] === PING ? "ping" : "pong", 1, ""), name: null };
  }
  const prefix = readVarString(bytes, 0);
  const name = prefix === null ? null : NAME.exec(prefix.text)?.[1];
  if (prefix === null || name == null) return null;
  const message = readOwnMessage(bytes, prefix.next) ?? readYjsMessage(bytes, prefix.next);
  return message === null ? null : { message, name };
}

function readOwnMessage(bytes: Uint8Array, at: number): YjsMessage | HocuspocusMessage | null {
  const next = at + 1;
  switch (bytes[at]) {
    case 2:
      return readAuth(bytes, next);
    case SYNC_REPLY:
      return readSyncMessage(bytes, next);
    case STATELESS:
      return readText("stateless", bytes, next);
    case BROADCAST:
      return readText("broadcast stateless", bytes, next);
    case CLOSE:
      return next === bytes.length ? toMessage("close", next, "") : readText("close", bytes, next);
    case SYNC_STATUS: {
      const saved = next + 1 === bytes.length ? bytes[next] : undefined;
      if (saved !== 0 && saved !== 1) return null;
      return toMessage("sync status", next, saved === 1 ? "saved" : "not saved");
    }
    default:
      return null;
  }
}

/** A token, with which version 4 also says its own version; a server that asks for one sends none. */
function readAuth(bytes: Uint8Array, at: number): HocuspocusMessage | null {
  const kind = AUTH[readVarUint(bytes, at)];
  if (kind === undefined) return null;
  const next = endOfVarUint();
  if (kind !== "token") return readText(kind, bytes, next);
  if (next === bytes.length) return toMessage(kind, next, "");
  const token = readVarString(bytes, next);
  const end = token === null || token.next === bytes.length ? token : readVarString(bytes, token.next);
  return end?.next === bytes.length ? toMessage(kind, next, "") : null;
}

/** A text that is all that is left. */
function readText(kind: HocuspocusMessage["kind"], bytes: Uint8Array, at: number): HocuspocusMessage | null {
  const from = startOfRest(bytes, at);
  return from < 0 ? null : toMessage(kind, from, textOf(bytes, from));
}

function toMessage(kind: HocuspocusMessage["kind"], contentFrom: Bytes, text: string): HocuspocusMessage {
  return { kind, contentFrom, text, states: [] };
}
