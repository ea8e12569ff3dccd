import { startOfText, textOf } from "../bytes/text-of.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import type { Payload, PayloadReading } from "../payload-format.ts";
import { toLeaf } from "../tree-node.ts";

/** Plain text: what a text message is that is nothing else. */
export function readText({ bytes }: Payload): PayloadReading {
  const summary = toOneLine(startOfText(bytes, 0, bytes.length, SUMMARY_BYTES));
  return {
    summary,
    tree: () => toLeaf("", "string", summary, 0, bytes.length, () => textOf(bytes)),
  };
}
