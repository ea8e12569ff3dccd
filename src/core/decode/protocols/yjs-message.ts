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
  /** What it carries: a state vector, an update. */
  readonly content: Uint8Array;
  readonly states: readonly AwarenessState[];
}

const SYNC = ["sync step 1", "sync step 2", "update"] as const;

const MOST_STATES = 200;

/** Reads the message that fills bytes from `at` to their end (https://github.com/yjs/y-protocols); null where it is none. */
export function readYjsMessage(bytes: Uint8Array, at: Bytes): YjsMessage | null {
  const type = readVarUint(bytes, at);
  if (type === null) return null;
  switch (type.value) {
    case 0:
      return readSyncMessage(bytes, type.next);
    case 1: {
      const content = readRest(bytes, type.next);
      const states = content === null ? null : readAwareness(content);
      return content === null || states === null ? null : { kind: "awareness", content, states };
    }
    case 2: {
      const denied = readVarUint(bytes, type.next);
      const content = denied?.value === 0 ? readRest(bytes, denied.next) : null;
      return content === null ? null : { kind: "auth", content, states: [] };
    }
    case 3:
      return type.next === bytes.length
        ? { kind: "query awareness", content: bytes.subarray(bytes.length), states: [] }
        : null;
    default:
      return null;
  }
}

/** Reads the step of a sync message that fills bytes from `at` to their end. */
export function readSyncMessage(bytes: Uint8Array, at: Bytes): YjsMessage | null {
  const step = readVarUint(bytes, at);
  const kind = step === null ? undefined : SYNC[step.value];
  const content = step === null ? null : readRest(bytes, step.next);
  if (kind === undefined || content === null) return null;
  const isOne = kind === "sync step 1" ? isStateVector(content) : isUpdate(content);
  return isOne ? { kind, content, states: [] } : null;
}

/** Pairs of a client and its clock, and nothing else. */
function isStateVector(bytes: Uint8Array): boolean {
  const count = readVarUint(bytes, 0);
  if (count === null || count.value > bytes.length) return false;
  let at = count.next;
  for (let left = count.value * 2; left > 0; left -= 1) {
    const number = readVarUint(bytes, at);
    if (number === null) return false;
    at = number.next;
  }
  return at === bytes.length;
}

/** Begins as an update of the first format does: how many clients, and of the first how many structs from which clock on. */
function isUpdate(bytes: Uint8Array): boolean {
  const clients = readVarUint(bytes, 0);
  if (clients === null || clients.value > bytes.length) return false;
  if (clients.value === 0) return readVarUint(bytes, clients.next) !== null;
  const structs = readVarUint(bytes, clients.next);
  const client = structs && readVarUint(bytes, structs.next);
  const clock = client && readVarUint(bytes, client.next);
  if (!structs || !clock || structs.value === 0 || structs.value > bytes.length) return false;
  const info = bytes[clock.next];
  // The lowest five bits say what the first struct holds (yjs, `readItemContent`).
  return info !== undefined && (info & 31) <= 10;
}

/** A text with its length before it, and the position behind it (lib0). */
export function readVarString(bytes: Uint8Array, at: Bytes): { text: string; next: Bytes } | null {
  const length = readVarUint(bytes, at);
  if (length === null || length.next + length.value > bytes.length) return null;
  const next = length.next + length.value;
  return { text: textOf(bytes, length.next, next), next };
}

/** An unsigned number of seven bits a byte, and the position behind it (lib0). */
export function readVarUint(bytes: Uint8Array, at: Bytes): { value: number; next: Bytes } | null {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value += (byte & 127) * 128 ** index;
    if (byte < 128) return Number.isSafeInteger(value) ? { value, next: at + index + 1 } : null;
  }
  return null;
}

/** Bytes with their length before them, which must be all that is left. */
function readRest(bytes: Uint8Array, at: Bytes): Uint8Array | null {
  const length = readVarUint(bytes, at);
  return length !== null && length.next + length.value === bytes.length ? bytes.subarray(length.next) : null;
}

function readAwareness(bytes: Uint8Array): AwarenessState[] | null {
  const count = readVarUint(bytes, 0);
  if (count === null || count.value > bytes.length) return null;
  const states: AwarenessState[] = [];
  let at = count.next;
  for (let index = 0; index < Math.min(count.value, MOST_STATES); index += 1) {
    const client = readVarUint(bytes, at);
    const clock = client && readVarUint(bytes, client.next);
    const state = clock && readVarString(bytes, clock.next);
    if (!client || !clock || !state) return null;
    states.push({ client: client.value, clock: clock.value, state: state.text });
    at = state.next;
  }
  return count.value > MOST_STATES || at === bytes.length ? states : null;
}
