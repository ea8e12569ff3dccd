import { formatBytes } from "../../format/format-bytes.ts";
import { readBase64 } from "../bytes/read-base64.ts";
import { textOf } from "../bytes/text-of.ts";
import { ROW_JSON_BYTES } from "../json/json-value.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { toLeaf } from "../tree-node.ts";
import { isWholeJson } from "../values/read-whole-value.ts";
import { jsonFormat } from "./json.ts";

/** How `{` and `[` begin in base64; white space before them is not looked for. */
const FIRST = /^(?:data:|e|W)/;

/** JSON objects and lists in base64, in texts: what is no JSON to its end is not taken for it. */
export const base64JsonFormat: PayloadFormat = {
  id: "base64-json",
  name: "JSON in base64",
  read({ bytes, binary, cut }) {
    if (binary || cut || bytes.length > ROW_JSON_BYTES || !FIRST.test(textOf(bytes, 0, 5))) return null;
    const held = readBase64(bytes)?.whole() ?? null;
    if (held === null || !isWholeJson(held)) return null;
    const reading = jsonFormat.read({ bytes: held, binary: false, cut: false });
    if (reading === null) return null;
    const summary = `${reading.summary} (${formatBytes(held.length)} in base64)`;
    // The text is the value, which is opened in its turn.
    const tree = () => toLeaf("", "string", reading.summary, 0, bytes.length, () => textOf(held));
    return { summary, event: reading.event ?? null, tree };
  },
};
