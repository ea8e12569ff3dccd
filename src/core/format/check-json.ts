import { endOfLiteral, skipSpace } from "./json-entries.ts";
import type { LongText } from "./long-text.ts";
import { SLICE_LENGTH, type Slices } from "./slices.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

/** Each without a way to go back over the same digits. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/;
const WORD = /^(?:true|false|null)/;
const ESCAPE = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/**
 * Whether a text is JSON (RFC 8259), exactly where JSON.parse would take it; else where it is not. Unlike that it can be
 * interrupted, makes no values, and needs no stack.
 */
export function* checkJson(text: LongText): Slices<{ readonly wrongAt: number | null }> {
  /** For each container around the place, whether it is an object. */
  let around = new Uint8Array(256);
  let depth = 0;
  let at = skipSpace(text, 0);
  let sliceEnd = SLICE_LENGTH;
  const wrong = (where: number) => ({ wrongAt: where });

  for (;;) {
    // A value.
    const sign = text.charCodeAt(at);
    if (sign === 0x7b || sign === 0x5b) {
      const isObject = sign === 0x7b;
      const next = skipSpace(text, at + 1);
      if (text.charCodeAt(next) === sign + 2) at = next + 1;
      else {
        if (depth === around.length) {
          const grown = new Uint8Array(depth * 2);
          grown.set(around);
          around = grown;
        }
        around[depth] = isObject ? 1 : 0;
        depth += 1;
        at = next;
        if (!isObject) continue;
        const value = yield* afterKey(next);
        if (value < 0) return wrong(-1 - value);
        at = value;
        continue;
      }
    } else if (sign === QUOTE) {
      const end = yield* afterString(at);
      if (end < 0) return wrong(-1 - end);
      at = end;
    } else {
      const pattern = sign === 0x74 || sign === 0x66 || sign === 0x6e ? WORD : NUMBER;
      const [found] = pattern.exec(text.slice(at, endOfLiteral(text, at))) ?? [];
      if (found === undefined) return wrong(at);
      at += found.length;
    }
    // What is behind it.
    for (;;) {
      at = skipSpace(text, at);
      if (at >= sliceEnd) {
        yield at / text.length;
        sliceEnd = at + SLICE_LENGTH;
      }
      if (depth === 0) return at === text.length ? { wrongAt: null } : wrong(at);
      const isObject = around[depth - 1] === 1;
      const sign = text.charCodeAt(at);
      if (sign === (isObject ? 0x7d : 0x5d)) {
        depth -= 1;
        at += 1;
        continue;
      }
      if (sign !== COMMA) return wrong(at);
      at = skipSpace(text, at + 1);
      if (isObject) {
        const value = yield* afterKey(at);
        if (value < 0) return wrong(-1 - value);
        at = value;
      }
      break;
    }
  }

  /** Where the value of the key that begins there begins; less than 0: -1 minus the place that is wrong. */
  function* afterKey(from: number): Slices<number> {
    if (text.charCodeAt(from) !== QUOTE) return -1 - from;
    const end = yield* afterString(from);
    if (end < 0) return end;
    const colon = skipSpace(text, end);
    return text.charCodeAt(colon) === COLON ? skipSpace(text, colon + 1) : -1 - colon;
  }

  /** Where the string that begins there ends; less than 0: -1 minus the place that is wrong. */
  function* afterString(from: number): Slices<number> {
    let place = from + 1;
    for (;;) {
      const code = text.charCodeAt(place);
      if (code === QUOTE) return place + 1;
      if (code < 0x20 || Number.isNaN(code)) return -1 - place;
      place += 1;
      if (code === BACKSLASH) {
        const [found] = ESCAPE.exec(text.slice(place, place + 5)) ?? [];
        if (found === undefined) return -1 - place;
        place += found.length;
      }
      if (place >= sliceEnd) {
        yield place / text.length;
        sliceEnd = place + SLICE_LENGTH;
      }
    }
  }
}
