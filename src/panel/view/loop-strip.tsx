import type { LoopFacts } from "../../core/analysis/polling/measure-loop.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say, sayCount } from "../../core/text/say.ts";

/** The strip's own units: as many as a wide screen has pixels. */
const WIDTH = 1000;
const HEIGHT = 22;
const LEAST_WIDTH = 1.2;

const KINDS = ["empty", "full", "unseen", "failed"] as const;

/** The life of a loop: a bar for each answer, as long as it was waited for; those that told something are higher. */
export function LoopStrip({ facts }: { facts: LoopFacts }) {
  const { strip, startedAt, endedAt, full, empty, failed, unseen } = facts;
  const span = Math.max(1, endedAt - startedAt);
  const paths = new Map<string, string[]>(KINDS.map((kind) => [kind, []]));
  for (const { at, endAt, what } of thin(strip)) {
    const x = ((at - startedAt) / span) * WIDTH;
    const width = Math.max(LEAST_WIDTH, ((endAt - at) / span) * WIDTH);
    const y = what === "empty" ? HEIGHT / 2 : 0;
    paths.get(what)?.push(`M${x.toFixed(1)} ${y}h${width.toFixed(1)}V${HEIGHT}h${(-width).toFixed(1)}z`);
  }
  const label = say("toWithNewsWithoutFailed", {
    startedat: formatTime(startedAt),
    endedat: formatTime(endedAt),
    full,
    empty,
    failed,
  });
  const unseenText = unseen > 0 ? sayCount("notRecordedCount", unseen) : "";
  return (
    <figure class="loop-strip">
      <svg
        viewBox={`0 0 ${WIDTH + 4} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={[label, unseenText].filter((it) => it !== "").join(", ")}
      >
        {KINDS.map((kind) => (
          <path key={kind} class={`is-${kind}`} d={paths.get(kind)?.join("") ?? ""} />
        ))}
      </svg>
      <figcaption>
        <span>{formatTime(startedAt)}</span>
        <span class="loop-strip-keys">
          <span class="loop-strip-key is-full">{sayCount("toldSomething", full)}</span>
          <span class="loop-strip-key is-empty">{sayCount("toldNothing", empty)}</span>
          {unseen > 0 && <span class="loop-strip-key is-unseen">{unseenText}</span>}
          {failed > 0 && <span class="loop-strip-key is-failed">{say("failed", { failed })}</span>}
        </span>
        <span>{formatTime(endedAt)}</span>
      </figcaption>
    </figure>
  );
}

/** Of very many empty answers not all are drawn: they lie on each other. What told something always is. */
function thin(strip: LoopFacts["strip"]): LoopFacts["strip"] {
  const step = Math.ceil(strip.length / (2 * WIDTH));
  return step <= 1 ? strip : strip.filter(({ what }, index) => what !== "empty" || index % step === 0);
}
