import { isJson } from "../format/json-entries.ts";
import type { Slices } from "../format/slices.ts";
import { say } from "../text/say.ts";
import type { PayloadType } from "../wire/events.ts";
import { diffBytes } from "./diff-bytes.ts";
import { diffJson } from "./diff-json.ts";
import { diffLines } from "./diff-lines.ts";
import type { PayloadDiff } from "./payload-diff.ts";

/** A payload that is compared. */
export interface DiffSide {
  readonly bytes: Uint8Array;
  readonly type: PayloadType;
  /** What it means, as JSON; null or absent where that is not known. */
  readonly decoded?: string | null;
}

/** Whether two payloads are JSON as they are: then what they mean says no more. */
export function areJson(before: DiffSide, after: DiffSide): boolean {
  return [before, after].every(
    ({ type, bytes }) => type === "text" && bytes.length <= MAX_DIFF_BYTES && isJson(decoder.decode(bytes)),
  );
}

/** Up to this two payloads are compared: their texts are in memory several times. */
export const MAX_DIFF_BYTES = 5_000_000;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** How a payload differs from another, in the way that fits both; a sentence where they are too large to compare. */
export function* diffPayloads(before: DiffSide, after: DiffSide): Slices<PayloadDiff | string> {
  const largest = Math.max(before.bytes.length, after.bytes.length);
  if (largest > MAX_DIFF_BYTES) {
    return say("onlyPayloadsOfUpTo", {
      max_diff_bytes: MAX_DIFF_BYTES / 1_000_000,
      largest: (largest / 1_000_000).toFixed(1),
    });
  }
  const [was, is] = [before.decoded ?? null, after.decoded ?? null];
  if (was !== null && is !== null) return fromDecoded(yield* diffJson(was, is));
  if (before.type === "binary" || after.type === "binary") return yield* diffBytes(before.bytes, after.bytes);
  const old = decoder.decode(before.bytes);
  const now = decoder.decode(after.bytes);
  yield 0;
  return isJson(old) && isJson(now) ? yield* diffJson(old, now) : yield* diffLines(old, now);
}

/** Paths in what was decoded are none of the payload: they have no `$`, which a filter would look for there. */
function fromDecoded({ lines, limit }: PayloadDiff): PayloadDiff {
  return {
    by: "decoded",
    lines: lines.map((it) => ({ ...it, place: it.place.replace(/^\$\.?/, "") })),
    limit,
  };
}
