import { formatBytes } from "../../format/format-bytes.ts";
import { findMagic } from "../bytes/magic.ts";
import { readBase64 } from "../bytes/read-base64.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { toLeaf } from "../tree-node.ts";

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
    const leaf = () => toLeaf("", "bytes", summary, 0, bytes.length, value);
    return { summary, tree: () => ({ ...leaf(), holds: magic.name }) };
  },
};
