import type { Bytes } from "../../units.ts";
import { textOf } from "../bytes/text-of.ts";

/** What one user shows of itself: a cursor, a name. */
export interface AwarenessState {
  readonly client: number;
  readonly clock: number;
  /** JSON; `null` is gone. */
  readonly state: string;
}

/** A message of the Yjs protocols, as far as it can be read without the document. */
export interface YjsMessage {
  readonly kind: "sync step 1" | "sync step 2" | "update" | "awareness" | "auth" | "query awareness";
  /** Where begins what it carries, a state vector or an update, which fills the bytes to their end. */
  readonly contentFrom: Bytes;
  /** What a row shows of it; null is what its kind has. */
  readonly text: null;
  readonly states: readonly AwarenessState[];
}

const SYNC = ["sync step 1", "sync step 2", "update"] as const;

const NO_STATES: readonly AwarenessState[] = [];

const MOST_STATES = 200;

/** Reads the message that fills bytes from `at` to their end (https://github.com/yjs/y-protocols); null where it is none. */
export function readYjsMessage(bytes: Uint8Array, at: Bytes): YjsMessage | null {
  switch (readVarUint(bytes, at)) {
    case 0:
      return readSyncMessage(bytes, varEnd);
    case 1: {
      const contentFrom = startOfRest(bytes, varEnd);
      const states = contentFrom < 0 ? null : readAwareness(bytes, contentFrom);
      return states === null ? null : { kind: "awareness", contentFrom, text: null, states };
    }
    case 2: {
      const contentFrom = readVarUint(bytes, varEnd) === 0 ? startOfRest(bytes, varEnd) : -1;
      return contentFrom < 0 ? null : { kind: "auth", contentFrom, text: null, states: NO_STATES };
    }
    case 3:
      return varEnd === bytes.length
        ? { kind: "query awareness", contentFrom: varEnd, text: null, states: NO_STATES }
        : null;
    default:
      return null;
  }
}

/** Reads the step of a sync message that fills bytes from `at` to their end. */
export function readSyncMessage(bytes: Uint8Array, at: Bytes): YjsMessage | null {
  const kind = SYNC[readVarUint(bytes, at)];
  const contentFrom = kind === undefined ? -1 : startOfRest(bytes, varEnd);
  if (kind === undefined || contentFrom < 0) return null;
  const isOne = kind === "sync step 1" ? isStateVector(bytes, contentFrom) : isUpdate(bytes, contentFrom);
  return isOne ? { kind, contentFrom, text: null, states: NO_STATES } : null;
}

/** Pairs of a client and its clock to the end, and nothing else. */
function isStateVector(bytes: Uint8Array, from: Bytes): boolean {
  const count = readVarUint(bytes, from);
  if (count < 0 || count > bytes.length - from) return false;
  for (let left = count * 2; left > 0; left -= 1) if (readVarUint(bytes, varEnd) < 0) return false;
  return varEnd === bytes.length;
}

/** Begins as an update of the first format does: how many clients, and of the first how many structs from which clock on. */
function isUpdate(bytes: Uint8Array, from: Bytes): boolean {
  const length = bytes.length - from;
  const clients = readVarUint(bytes, from);
  if (clients < 0 || clients > length) return false;
  const structs = readVarUint(bytes, varEnd);
  if (clients === 0) return structs >= 0;
  if (structs <= 0 || structs > length) return false;
  if (readVarUint(bytes, varEnd) < 0 || readVarUint(bytes, varEnd) < 0) return false;
  const info = bytes[varEnd];
  // The lowest five bits say what the first struct holds (yjs, `readItemContent`).
  return info !== undefined && (info & 31) <= 10;
}

/** A text with its length before it, and the position behind it (lib0). */
export function readVarString(bytes: Uint8Array, at: Bytes): { text: string; next: Bytes } | null {
  const length = readVarUint(bytes, at);
  const from = varEnd;
  const next = from + length;
  return length < 0 || next > bytes.length ? null : { text: textOf(bytes, from, next), next };
}

/** The position behind the number that was read last. */
let varEnd: Bytes = 0;

/** An unsigned number of seven bits a byte (lib0); -1 where there is none. `endOfVarUint` says where it ends. */
export function readVarUint(bytes: Uint8Array, at: Bytes): number {
  // Most take one byte.
  if (at < bytes.length && (bytes[at] as number) < 128) {
    varEnd = at + 1;
    return bytes[at] as number;
  }
  let value = 0;
  let factor = 1;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return -1;
    value += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128) {
      varEnd = at + index + 1;
      return Number.isSafeInteger(value) ? value : -1;
    }
  }
  return -1;
}

/** The position behind the number that `readVarUint` has read last. */
export function endOfVarUint(): Bytes {
  return varEnd;
}

/** Where bytes begin that have their length before them, and are all that is left; -1 where they are not. */
export function startOfRest(bytes: Uint8Array, at: Bytes): Bytes {
  const length = readVarUint(bytes, at);
  return length >= 0 && varEnd + length === bytes.length ? varEnd : -1;
}

function readAwareness(bytes: Uint8Array, from: Bytes): AwarenessState[] | null {
  const count = readVarUint(bytes, from);
  if (count < 0 || count > bytes.length - from) return null;
  const states: AwarenessState[] = [];
  let at = varEnd;
  for (let index = 0; index < Math.min(count, MOST_STATES); index += 1) {
    const client = readVarUint(bytes, at);
    const clock = client < 0 ? -1 : readVarUint(bytes, varEnd);
    const state = clock < 0 ? null : readVarString(bytes, varEnd);
    if (state === null) return null;
    states.push({ client, clock, state: state.text });
    at = state.next;
  }
  return count > MOST_STATES || at === bytes.length ? states : null;
}
