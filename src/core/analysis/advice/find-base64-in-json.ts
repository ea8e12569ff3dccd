import { formatBytes } from "../../format/format-bytes.ts";
import { say } from "../../text/say.ts";
import { type FindingRule, MOST_ROWS } from "../findings/evidence.ts";
import { percent } from "./loop-words.ts";
import { sampleTexts } from "./sample-texts.ts";

/** A shorter text may be a word. */
const BASE64 = /"(?:data:[\w/+.-]{1,80};base64,)?([A-Za-z0-9+/]{512,}={0,2})"/g;
const LEAST_SHARE = 0.5;
const LEAST_MESSAGES = 3;
const LEAST_BYTES = 10_000;

/** Bytes that are sent as base64 inside of JSON, a third longer than they are. */
export const findBase64InJson: FindingRule = (evidence) =>
  evidence.session.connections.flatMap((it) => {
    if (it.kind !== "websocket" || it.receivedBytes + it.sentBytes < LEAST_BYTES) return [];
    const rows: number[] = [];
    let encoded = 0;
    let total = 0;
    for (const { row, text, bytes } of sampleTexts(evidence, it)) {
      total += bytes.length;
      if (!/^\s*[[{"\d]/.test(text)) continue;
      const own = [...text.matchAll(BASE64)].reduce(
        (sum, [, value]) => sum + (isBase64(value ?? "") ? (value ?? "").length : 0),
        0,
      );
      if (own > 0) rows.push(row);
      encoded += own;
    }
    if (rows.length < LEAST_MESSAGES || encoded < LEAST_BYTES || encoded < LEAST_SHARE * total) return [];
    return [
      {
        rule: "base64-in-json",
        severity: "info",
        title: say("ofTheBytesAreBase64", {
          encoded: percent(encoded / total),
          encoded2: formatBytes(encoded / 4),
        }),
        why: say("base64MakesFourBytesOf"),
        connection: it.id,
        numbers: [
          [say("base64"), formatBytes(encoded)],
          [say("ofTerm"), formatBytes(total)],
          [say("messagesLookedInto"), String(rows.length)],
        ],
        rows: rows.slice(0, MOST_ROWS),
      },
    ];
  });

/** Long texts of letters only, or of one case, are none. */
function isBase64(text: string): boolean {
  const start = text.slice(0, 512);
  return (
    /[a-z]/.test(start) && /[A-Z]/.test(start) && /\d/.test(start) && text.replace(/=+$/, "").length % 4 !== 1
  );
}
