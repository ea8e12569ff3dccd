import type { StreamParser, StreamSink } from "./stream-parser.ts";

const VALUES: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(String.fromCharCode(code)),
);
const PADDING = 0x3d;

/**
 * Hands on to `inner` what a stream of base64 holds. In gRPC-web-text each flush of the server is encoded by itself, so padding may
 * come in the middle, and groups of four signs may be cut between chunks. (A decoder of whole texts reads neither.)
 */
export function decodeBase64Stream(
  inner: StreamParser,
  sink: StreamSink,
  saved: Partial<{ bits: number; signs: number; broken: boolean }> = {},
): StreamParser {
  let { bits = 0, signs = 0, broken = false } = saved;
  let stray: number[] = [];

  function strayEvent(chunk: number): void {
    if (stray.length === 0) return;
    const payload = Uint8Array.from(stray);
    stray = [];
    const facts = { name: "", id: "", binary: false, firstChunk: chunk };
    sink.event({ ...facts, payload, size: payload.length, problem: "not-base64" });
  }

  return {
    feed(bytes, chunk) {
      const decoded = new Uint8Array(Math.ceil((bytes.length + 3) / 4) * 3);
      let length = 0;
      for (const byte of bytes) {
        const value = VALUES[byte] ?? -1;
        if (broken) {
          stray.push(byte);
        } else if (value >= 0) {
          bits = (bits << 6) | value;
          signs += 1;
          if (signs < 4) continue;
          decoded[length] = bits >> 16;
          decoded[length + 1] = bits >> 8;
          decoded[length + 2] = bits;
          length += 3;
          bits = 0;
          signs = 0;
        } else if (byte === PADDING) {
          // "xx==" is one byte, "xxx=" two; the second sign of "==" finds nothing left.
          if (signs === 2) decoded[length++] = bits >> 4;
          if (signs === 3) {
            decoded[length++] = bits >> 10;
            decoded[length++] = bits >> 2;
          }
          bits = 0;
          signs = 0;
        } else if (byte > 0x20) {
          broken = true;
          stray.push(byte);
        }
      }
      if (length > 0) inner.feed(decoded.subarray(0, length), chunk);
      strayEvent(chunk);
    },
    end(problem) {
      inner.end(problem);
    },
    save: () => ({ bits, signs, broken, inner: inner.save() }),
  };
}
