import { createStreamParser } from "../../../src/core/stream/create-stream-parser.ts";

/** What a parser found, one short text each: `[name #id] payload !problem (first–last)`, `~what text`. */
export function parseChunks(
  contentType: string,
  chunks: readonly (string | Uint8Array)[],
  { resumed = false, end = true }: { resumed?: boolean; end?: boolean } = {},
): string[] {
  const found: string[] = [];
  let current = 0;
  const parser = createStreamParser(
    contentType,
    {
      event({ name, id, payload, size, binary, firstChunk, problem }) {
        const head = name === "" && id === "" ? "" : `[${name}${id === "" ? "" : ` #${id}`}] `;
        const body = binary ? `0x${Buffer.from(payload).toString("hex")}` : Buffer.from(payload).toString();
        const missing = size > payload.length ? ` -${size - payload.length}` : "";
        found.push(
          `${head}${body}${missing}${problem === null ? "" : ` !${problem}`} (${firstChunk}–${current})`,
        );
      },
      remark: (what, text) => void found.push(`~${what} ${text}`.trimEnd()),
    },
    resumed,
  );
  for (const chunk of chunks) {
    current += 1;
    parser.feed(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk, current);
  }
  if (end) parser.end("cut");
  return found;
}

/** The same without the numbers of chunks, which depend on how it was cut. */
export function withoutChunks(found: readonly string[]): string[] {
  return found.map((it) => it.replace(/ \(\d+–\d+\)$/, ""));
}

/** All the bytes, one chunk each. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}
