import type { ConnectionFacts } from "../decoder.ts";
import { MOST_OWN_LINE, MOST_OWN_PARTS, MOST_OWN_TREE, MOST_OWN_WORD, OWN_ROW_CHARS } from "./own-reading.ts";

/** A message as a reader's decoder gets it; `text` is made of its bytes. */
export interface OwnMessage {
  /** Counts from 0 on its connection, both directions together. */
  readonly index: number;
  readonly received: boolean;
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Not all of it is here. */
  readonly cut: boolean;
  /** Server-Sent Events: the type. Else "". */
  readonly event: string;
}

export type OwnFacts = Omit<ConnectionFacts, "inside">;

/** What the Worker is asked. Messages are decoded one after the other, and answered one by one. */
export interface OwnQuestion {
  readonly connection: OwnFacts;
  readonly messages: readonly OwnMessage[];
  /** Trees and what is carried are wanted whole, not their beginnings. */
  readonly whole: boolean;
}

/** What comes out of it, as text: "ready", "wrong " with a sentence, or a message's place among those asked for with its answer: `3 {"parts":[]}`. */
export const OWN_READY = "ready";
export const OWN_WRONG = "wrong ";

interface Limits {
  readonly parts: number;
  readonly word: number;
  readonly line: number;
  readonly row: number;
  readonly tree: number;
}

const LIMITS: Limits = {
  parts: MOST_OWN_PARTS,
  word: MOST_OWN_WORD,
  line: MOST_OWN_LINE,
  row: OWN_ROW_CHARS,
  tree: MOST_OWN_TREE,
};

/**
 * The script of a Worker that runs a reader's decoder: the reader's code first, so that its lines keep their numbers. What it does to the Worker's world is
 * its own affair: whatever comes out is parsed as anything.
 */
export function toOwnWorkerSource(code: string): string {
  return `${code}\n;(${serveDecoder})(self,typeof decode==="function"?decode:null,${JSON.stringify(LIMITS)});`;
}

interface WorkerScope {
  postMessage(text: string): void;
  onmessage: ((event: { data: OwnQuestion }) => void) | null;
}

type Said = Readonly<Record<string, unknown>>;

/** Runs in the Worker as text: it may refer to nothing outside of itself. */
function serveDecoder(
  scope: WorkerScope,
  decode: ((message: unknown, connection: unknown) => unknown) | null,
  limits: Limits,
): void {
  const post = scope.postMessage.bind(scope);
  if (decode === null) {
    post("wrong There is no function named decode.");
    return;
  }

  function reasonOf(error: unknown): string {
    const isError = error instanceof Error;
    const place = isError ? /:(\d+):\d+\)?$/m.exec(String(error.stack).slice(0, 2000)) : null;
    const text = isError ? `${error.name}: ${error.message}` : `it threw ${String(error)}`;
    return (place === null ? text : `${text} (line ${place[1]})`).slice(0, limits.line);
  }

  function word(value: unknown, most: number): string | null {
    return value === undefined || value === null ? null : String(value).slice(0, most);
  }

  function place(value: unknown): number | null {
    return typeof value === "number" ? value : null;
  }

  /** Bytes become base64, and numbers of any length keep their digits. */
  function toJson(_key: string, value: unknown): unknown {
    if (typeof value === "bigint") {
      const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => unknown };
      return rawJSON === undefined ? String(value) : rawJSON(String(value));
    }
    if (ArrayBuffer.isView(value)) return toBase64(value as Uint8Array);
    if (value instanceof ArrayBuffer) return toBase64(new Uint8Array(value));
    if (value instanceof Map) return Object.fromEntries(value);
    return value instanceof Set ? [...value] : value;
  }

  function toBase64(view: ArrayBufferView): string {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    return (bytes as unknown as { toBase64(): string }).toBase64();
  }

  function answerPart(value: unknown, whole: boolean): Said {
    const it = (typeof value === "object" && value !== null ? value : { summary: value }) as Said;
    const tree = it.tree === undefined ? null : (JSON.stringify(it.tree, toJson) ?? null);
    const most = whole ? limits.tree : limits.row;
    let carries: { binary: boolean; text: string } | null = null;
    let cut = false;
    if (typeof it.carries === "string") {
      carries = { binary: false, text: it.carries.slice(0, most) };
      cut = it.carries.length > most;
    } else if (it.carries instanceof Uint8Array) {
      carries = { binary: true, text: toBase64(it.carries.subarray(0, most)) };
      cut = it.carries.length > most;
    }
    const isLarge = whole && tree !== null && tree.length > most;
    return {
      kind: word(it.kind, limits.word),
      summary: word(it.summary, limits.line),
      event: word(it.event, limits.word),
      channel: word(it.channel, limits.word),
      control: it.control === true,
      failed: it.failed === true,
      problem: word(it.problem, limits.line) ?? (isLarge ? "its tree is too large to be shown whole" : null),
      key: word(it.key, limits.word),
      role: it.role,
      from: place(it.from),
      to: place(it.to),
      carries,
      tree: tree === null ? null : tree.slice(0, most),
      cut,
    };
  }

  function answer(value: unknown, whole: boolean): Said {
    if (value === undefined || value === null) return { parts: [] };
    if (typeof (value as { then?: unknown }).then === "function") {
      return { failure: "decode answered with a promise: it has to answer at once" };
    }
    const parts = Array.isArray(value) ? value : [value];
    if (parts.length > limits.parts) return { failure: `it gave more than ${limits.parts} parts` };
    return { parts: parts.map((it) => answerPart(it, whole)) };
  }

  scope.onmessage = ({ data: { connection, messages, whole } }) => {
    const decoder = new TextDecoder();
    messages.forEach((it, index) => {
      let said: Said;
      try {
        const message = {
          ...it,
          get text() {
            return decoder.decode(it.bytes);
          },
        };
        said = answer(decode(message, connection), whole);
      } catch (error) {
        said = { failure: reasonOf(error) };
      }
      post(`${index} ${JSON.stringify(said)}`);
    });
  };
  post("ready");
}
