import { formatBytes } from "../../format/format-bytes.ts";
import type { Inflated } from "../bytes/inflate.ts";
import { isUtf8 } from "../bytes/is-utf8.ts";
import { findMagic } from "../bytes/magic.ts";
import { readBase64 } from "../bytes/read-base64.ts";
import { textOf } from "../bytes/text-of.ts";
import { unpackGzip } from "../bytes/unpack.ts";
import { unpackLz4 } from "../bytes/unpack-lz4.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { type TreeNode, toLeaf } from "../tree-node.ts";
import { unpackZstd } from "../zstd/unpack-zstd.ts";

/** What is opened, and shown as what is within. */
const UNPACKERS: Readonly<Record<string, (bytes: Uint8Array) => Inflated | null>> = {
  gzip: unpackGzip,
  zstd: unpackZstd,
  lz4: unpackLz4,
};

/** Files by their first bytes, in binary messages; in text, base64 of them, also as a `data:` URL. */
export const mediaFormat: PayloadFormat = {
  id: "file",
  name: "file",
  read({ bytes, binary }) {
    const base64 = binary ? null : readBase64(bytes);
    const start = binary ? bytes : base64?.start;
    const magic = start === undefined ? null : findMagic(start);
    if (magic === null) return null;
    const summary = `${magic.name}, ${formatBytes(base64?.size ?? bytes.length)}${binary ? "" : ", in base64"}`;
    const value = () => base64?.whole() ?? bytes;
    // It says what it holds: what does not unpack, or to too much, is not tried again as its own content.
    const leaf = () => ({ ...toLeaf("", "bytes", summary, 0, bytes.length, value), holds: magic.name });
    const unpack = UNPACKERS[magic.id];
    if (unpack !== undefined)
      return { summary, tree: () => toUnpackedLeaf(summary, bytes.length, unpack(value())) ?? leaf() };
    return { summary, tree: leaf };
  },
};

/** What it unpacks to is the value, which may hold something else in its turn. */
function toUnpackedLeaf(summary: string, size: number, found: Inflated | null): TreeNode | null {
  if (found === null || found.over) return null;
  const content = isUtf8(found.bytes) ? textOf(found.bytes) : found.bytes;
  const kind = typeof content === "string" ? "string" : "bytes";
  return toLeaf("", kind, `${summary}, unpacked ${formatBytes(found.bytes.length)}`, 0, size, () => content);
}
