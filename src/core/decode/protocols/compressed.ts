import { formatBytes } from "../../format/format-bytes.ts";
import { unpackBrotli } from "../brotli/unpack-brotli.ts";
import { type Inflated, inflate, MOST_INFLATED } from "../bytes/inflate.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { unpackGzip, unpackZlib } from "../bytes/unpack.ts";
import { unpackLz4 } from "../bytes/unpack-lz4.ts";
import type { Carried, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { isPrintable } from "../values/protobuf-reading.ts";
import { unpackZstd } from "../zstd/unpack-zstd.ts";

/** Raw data have neither a signature nor a checksum: longer messages are not tried, nor such as unpack to more. */
const MOST_RAW_BYTES = 256 * 1024;
const MOST_RAW_TEXT = 1024 * 1024;

/** Messages that an application has packed with gzip, one by one. */
export const gzip: Decoder = createUnpacker("gzip", "gzip", unpackGzip);

/** The same with zlib's format. */
export const zlib: Decoder = createUnpacker("zlib", "zlib", unpackZlib);

/** The same with Zstandard (RFC 8878), whole frames. */
export const zstd: Decoder = createUnpacker("zstd", "Zstandard", unpackZstd);

/** The same with LZ4's frames. */
export const lz4: Decoder = createUnpacker("lz4", "LZ4", unpackLz4);

/** The same without any format around: it is only told by what it unpacks to, text in every message. */
export const rawDeflate: Decoder = createUnpacker("deflate", "raw DEFLATE", (bytes) =>
  unpackText(bytes, (it) => inflate(it, null, true, MOST_RAW_TEXT)),
);

/** The same with Brotli (RFC 7932), which has no signature either. */
export const brotli: Decoder = createUnpacker("brotli", "Brotli", (bytes) =>
  unpackText(bytes, (it) => unpackBrotli(it, MOST_RAW_TEXT)),
);

/** Formats that are told by what they unpack to alone. */
const UNSIGNED: ReadonlySet<string> = new Set([rawDeflate.id, brotli.id]);

function unpackText(bytes: Uint8Array, unpack: Unpack): Inflated | null {
  const found = bytes.length > MOST_RAW_BYTES ? null : unpack(bytes);
  if (found === null || found.over || found.bytes.length < 2) return null;
  return isPrintable(found.bytes, 0, found.bytes.length) ? found : null;
}

type Unpack = (bytes: Uint8Array) => Inflated | null;

/** Beside packed messages others may come, in texts: these are handed on as they are. */
function createUnpacker(id: string, name: string, unpack: Unpack): Decoder {
  let lastBytes: Uint8Array | null = null;
  let last: Inflated | null = null;

  /** The same message is asked for several times, one after the other. */
  function open({ bytes }: RawMessage): Inflated | null {
    if (bytes !== lastBytes) {
      lastBytes = bytes;
      last = unpack(bytes);
    }
    return last;
  }

  return {
    id,
    name,
    vote(message): Vote {
      if (!message.binary) return "silent";
      if (message.cut || message.bytes.length === 0) return "silent";
      if (open(message) === null) return "against";
      // Without a checksum it may be chance.
      return UNSIGNED.has(id) ? "fits" : "proof";
    },
    decode(message) {
      if (!message.binary) return [{ kind: "not packed", carries: message }];
      const found = open(message);
      return found === null ? null : [toUnpackedPart(id, found)];
    },
    split(message) {
      if (!message.binary) return [message];
      const found = open(message);
      return found === null || found.over ? [] : [toCarried(found)];
    },
  };
}

/** A part of what was unpacked; what is too much is not opened, and said to be so. */
export function toUnpackedPart(kind: string, found: Inflated): Part {
  if (!found.over) return { kind, carries: toCarried(found) };
  const problem = `it unpacks to more than ${formatBytes(MOST_INFLATED)}, and is not opened`;
  return { kind, summary: problem, problem };
}

/** What was unpacked is text where it is UTF-8: packed, both are binary. */
export function toCarried({ bytes }: Inflated): Carried {
  return { bytes, binary: !isUtf8(bytes) };
}
