import { formatBytes } from "../../format/format-bytes.ts";
import { say } from "../../text/say.ts";
import { type FindingRule, MOST_ROWS } from "../findings/evidence.ts";
import { median, sum } from "../polling/statistics.ts";
import { percent } from "./loop-words.ts";
import { sampleTexts } from "./sample-texts.ts";

/** What is small is not worth a difference. */
const LEAST_BYTES = 2000;
const LEAST_PAIRS = 5;
const MOSTLY_SAME = 0.85;
const MOST_FIELDS = 20_000;

/** The leaves of a JSON value by their place. */
type Fields = ReadonlyMap<string, unknown>;

/** Large JSON that is nearly the same as the one before. */
export const findRepeatedState: FindingRule = (evidence) =>
  evidence.session.connections.flatMap((it) => {
    if (it.kind === "http" || it.receivedBytes < LEAST_BYTES * LEAST_PAIRS) return [];
    const found: { row: number; share: number; bytes: number }[] = [];
    const received = sampleTexts(evidence, it).filter(
      (sample) => sample.received && sample.bytes.length >= LEAST_BYTES,
    );
    let before: Fields | null = null;
    for (const sample of received) {
      const fields = fieldsOf(sample.text);
      const share = sameShare(before, fields);
      before = fields;
      if (share !== null) found.push({ row: sample.row, share, bytes: sample.bytes.length });
    }
    if (found.length < LEAST_PAIRS) return [];
    const share = median(found.map((pair) => pair.share));
    if (share < MOSTLY_SAME) return [];
    const bytes = sum(found.map((pair) => pair.bytes));
    return [
      {
        rule: "repeated-state",
        severity: "info",
        title: say("messagesOfRepeatOfThe", {
          found: formatBytes(median(found.map((pair) => pair.bytes))),
          share: percent(share),
        }),
        why: say("aDifferenceJsonPatchRfc"),
        connection: it.id,
        numbers: [
          [say("pairsCompared"), String(found.length)],
          [say("theSameWord"), percent(share)],
          [say("theirBytes"), formatBytes(bytes)],
        ],
        rows: found.slice(0, MOST_ROWS).map(({ row }) => row),
      },
    ];
  });

/** The share of fields that both have with the same value; null where one is no JSON of several fields. */
function sameShare(one: Fields | null, other: Fields | null): number | null {
  if (one === null || other === null || other.size < 8) return null;
  let same = 0;
  for (const [name, value] of other) if (one.get(name) === value) same += 1;
  return same / Math.max(one.size, other.size);
}

function fieldsOf(text: string): Fields | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const fields = new Map<string, unknown>();
  const waiting: [string, unknown][] = [["", value]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, it] = next;
    if (fields.size > MOST_FIELDS) return null;
    if (typeof it !== "object" || it === null) fields.set(name, it);
    else for (const [key, child] of Object.entries(it)) waiting.push([`${name}.${key}`, child]);
  }
  return fields;
}
