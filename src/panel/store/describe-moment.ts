import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { EpochMs } from "../../core/units.ts";
import type { DensityLane } from "../../core/wire/density-answer.ts";

/** What a lane has at a moment, in words: how many rows in what time, or for how long nothing was said. */
export function describeMoment(lane: DensityLane, at: EpochMs): string {
  const { from, widthMs, sent, received, other, matched } = lane;
  const index = Math.floor((at - from) / widthMs);
  if (!(index in sent)) return "";
  const has = (it: number) => (sent[it] ?? 0) + (received[it] ?? 0) + (other[it] ?? 0) > 0;
  if (has(index)) {
    const said = [
      [sent[index] ?? 0, say("sent")],
      [received[index] ?? 0, say("received")],
      [other[index] ?? 0, say("marksOrRequests")],
    ] as const;
    const parts = said.filter(([count]) => count > 0).map(([count, word]) => `${formatCount(count)} ${word}`);
    const all = matched === null ? 0 : countAt(matched, index);
    const matching = matched === null ? "" : say("ofThemMatch", { all: formatCount(all) });
    return say("spanParts", { parts: parts.join(", "), widthms: formatDuration(widthMs), matching });
  }
  let before = index;
  while (before >= 0 && !has(before)) before -= 1;
  let after = index;
  while (after < sent.length && !has(after)) after += 1;
  // Beyond what is known of the lane there may be something.
  if (before < 0 || after === sent.length) return say("nothing");
  return say("nothingForAbout", { after: formatDuration((after - before) * widthMs) });
}

function countAt(
  { sent, received, other }: Pick<DensityLane, "sent" | "received" | "other">,
  index: number,
): number {
  return (sent[index] ?? 0) + (received[index] ?? 0) + (other[index] ?? 0);
}

/** All of a lane in a sentence, for who does not see it. */
export function describeLane(lane: DensityLane | undefined, sent: number, received: number): string {
  const counts = say("sentReceived", {
    sent: formatQuantity(sent, "message"),
    received: formatCount(received),
  });
  const silence = lane?.silence ?? null;
  if (silence === null) return counts;
  return say("longestSilence", { counts, until: formatDuration(silence.until - silence.from) });
}
