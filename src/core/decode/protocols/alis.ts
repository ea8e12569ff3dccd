import type { Bytes } from "../../units.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";

/** What a frame is by its first byte: the events of a recording by their letters. */
const FRAMES: Readonly<Record<number, string>> = {
  1: "reset",
  4: "end",
  105: "input",
  109: "marker",
  111: "output",
  114: "resize",
  120: "exit",
};
const RESET = 1;
const END = 4;

/** Text and background, and so many colours, of three bytes each. */
const THEMES: Readonly<Record<number, Bytes>> = { 0: 0, 8: 30, 16: 54 };

interface Frame {
  readonly kind: string;
  /** What a row says of it beside its kind. */
  readonly said: string;
  /** Text of the terminal: where it begins, to the end of the message. */
  readonly textFrom: Bytes | null;
}

/**
 * asciinema's live streams, version 1 (https://docs.asciinema.org/manual/server/streaming/; read as asciinema-player reads them): a message that
 * names the format, then one for each event, in varints and UTF-8.
 */
export const alis: Decoder = {
  id: "alis",
  name: "asciinema live",
  hint: ({ subprotocol }) =>
    subprotocol === "v1.alis" ? { weight: 0.9, reason: "the subprotocol is v1.alis" } : null,
  vote(message): Vote {
    const frame = readFrame(message);
    if (frame === null) return "against";
    if (frame.kind === "hello") return "proof";
    return frame.kind === "end" ? "silent" : "alike";
  },
  decode(message) {
    const frame = readFrame(message);
    return frame === null ? null : [toPart(frame, message)];
  },
};

function toPart({ kind, said, textFrom }: Frame, { bytes }: RawMessage): Part {
  const control = kind !== "output" && kind !== "input" && kind !== "marker";
  if (textFrom === null || kind === "marker") return { kind, control, summary: joinWords(kind, said) };
  return { kind, carries: { bytes: bytes.subarray(textFrom), binary: false } };
}

/** A frame fills its message; null where this is none. */
function readFrame({ bytes, binary, received, cut }: RawMessage): Frame | null {
  if (!binary || !received) return null;
  if (bytes.length === 5 && textOf(bytes) === "ALiS\x01") return toFrame("hello");
  const code = bytes[0] ?? 0;
  const kind = FRAMES[code];
  if (kind === undefined) return null;
  if (code === END) return bytes.length === 1 ? toFrame(kind) : null;
  // The last event's number, and the time since it in microseconds.
  const time = readVarint(bytes, endOfVarint(bytes, 1));
  if (time === null) return null;
  if (code === RESET) return readReset(bytes, time.to);
  const first = readVarint(bytes, time.to);
  if (first === null) return null;
  if (kind === "resize") {
    const rows = readVarint(bytes, first.to);
    return rows?.to === bytes.length ? toFrame(kind, `${first.value}×${rows.value}`) : null;
  }
  if (kind === "exit") return first.to === bytes.length ? toFrame(kind, String(first.value)) : null;
  const isWhole = first.to + first.value === bytes.length;
  const isBegun = cut && first.to + first.value > bytes.length;
  if (!isWhole && !isBegun) return null;
  const said = kind === "marker" ? textOf(bytes, first.to, Math.min(bytes.length, first.to + 160)) : "";
  return { kind, said, textFrom: first.to };
}

/** Columns, rows, colours, and what the terminal shows at this moment. */
function readReset(bytes: Uint8Array, at: Bytes): Frame | null {
  const columns = readVarint(bytes, at);
  const rows = columns === null ? null : readVarint(bytes, columns.to);
  const colours = rows === null ? undefined : THEMES[bytes[rows.to] ?? 255];
  if (columns === null || rows === null || colours === undefined) return null;
  const shown = readVarint(bytes, rows.to + 1 + colours);
  if (shown === null || shown.to + shown.value !== bytes.length) return null;
  return toFrame("reset", `${columns.value}×${rows.value}`);
}

function toFrame(kind: string, said = ""): Frame {
  return { kind, said, textFrom: null };
}

/** A number of at most 8 bytes, which doubles hold; null where there is none. */
function readVarint(bytes: Uint8Array, at: Bytes): { readonly value: number; readonly to: Bytes } | null {
  const to = endOfVarint(bytes, at);
  if (to > bytes.length || to - at > 7 || at >= bytes.length) return null;
  let value = 0;
  for (let index = to - 1; index >= at; index -= 1) value = value * 128 + ((bytes[index] as number) & 0x7f);
  return { value, to };
}

/** Behind a varint; beyond the end of the bytes where it is not whole. */
function endOfVarint(bytes: Uint8Array, at: Bytes): Bytes {
  for (let to = at; to < Math.min(bytes.length, at + 10); to += 1) {
    if ((bytes[to] as number) < 0x80) return to + 1;
  }
  return bytes.length + 1;
}
