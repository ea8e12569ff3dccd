import { formatBytes } from "../../format/format-bytes.ts";
import { findMagic } from "../bytes/magic.ts";
import { readBase64 } from "../bytes/read-base64.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { toLeaf } from "../tree-node.ts";

/** Files by their first bytes, in binary messages; in text, base64 of them, also as a `data:` URL (RFC 2397). */
export const mediaFormat: PayloadFormat = {
  id: "file",
  name: "file",
  read({ bytes, binary }) {
    const content = binary ? bytes : readBase64(bytes);
    const magic = content === null ? null : findMagic(content);
    if (content === null || magic === null) return null;
    const summary = `${magic.name}, ${formatBytes(content.length)}${binary ? "" : ", in base64"}`;
    const leaf = () => toLeaf("", "bytes", summary, 0, bytes.length, () => content);
    return { summary, tree: () => ({ ...leaf(), holds: magic.name }) };
  },
};
