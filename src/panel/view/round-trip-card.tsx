import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { RoundTripGroup, TripPoint } from "../../core/wire/round-trips-answer.ts";
import { drawHistogram } from "./draw-trips.ts";
import { usePanel } from "./panel-context.ts";
import { StreamTable, TypeTable } from "./round-trip-tables.tsx";
import { RowLink } from "./row-link.tsx";
import { TripCanvas } from "./trip-canvas.tsx";
import { TripScatter } from "./trip-scatter.tsx";
import { WhenOpened } from "./when-opened.tsx";

/** Of one alone the table says all that a drawing could. */
export const LEAST_DRAWN = 2;
/** What browsers have finer than this is the clock of pages that are cross-origin isolated. */
const FINE: Milliseconds = 0.1;

/** The round trips of a connection that are paired in one way; `among` the connections that are listed. */
export function RoundTripCard({ group, among }: { group: RoundTripGroup; among: readonly number[] }) {
  const store = usePanel();
  const { connection, pairedBy, certainty, asks, points, histogram } = group;
  const url = store.connections.value.get(connection)?.url ?? "";

  return (
    <article class="round-trips">
      <h2>
        <span title={url}>
          <bdi>{formatShortUrl(url)}</bdi>
        </span>{" "}
        <WhenOpened connection={connection} among={among} />
        <span class="is-dim">
          {sayParts("asksPairedBy", {
            asks: asks === "page" ? say("thePageAsks") : say("theServerAsks"),
            code: <code>{pairedBy}</code>,
          })}
        </span>
      </h2>
      {certainty !== null && <Learned group={group} certainty={certainty} />}
      <TypeTable group={group} />
      <StreamTable group={group} />
      {group.pairs >= LEAST_DRAWN && (
        <div class="trip-drawings">
          <TripScatter points={points} />
          <figure>
            <TripCanvas
              label={say("howOftenWhichTime", { counts: histogram.counts.join(", ") })}
              height={96}
              draw={(canvas, drawing) => drawHistogram(canvas, histogram, drawing)}
            />
            <figcaption class="is-dim">
              {histogram.counts.every((it) => it === 0) ? (
                <span>{say("noneInThisTime")}</span>
              ) : (
                <>
                  <span>{formatDuration(histogram.bounds[0] ?? 0)}</span>
                  <span>{say("howOften")}</span>
                  <span>{formatDuration(histogram.bounds.at(-1) ?? 0)}</span>
                </>
              )}
            </figcaption>
          </figure>
        </div>
      )}
      <Links title={say("slowest")} points={group.slowest.slice(0, 8)} />
      <Links title={say("unanswered")} points={group.lost} />
      <Links title={say("underWay")} points={group.waiting} />
      <Links
        title={say("answeredTwiceCount", { count: formatCount(group.answeredTwice) })}
        points={group.twice}
      />
      <Links title={say("outOfOrderCount", { count: formatCount(group.late) })} points={group.overtaken} />
      <Clock group={group} />
    </article>
  );
}

/** How exactly the times are known. */
function Clock({ group: { clockStepMs, isOfRequests } }: { group: RoundTripGroup }) {
  if (isOfRequests) return <p class="is-dim">{say("timesAreOfTheNetworkLog")}</p>;
  if (clockStepMs === null) return null;
  const step = { clockstepms: formatStep(clockStepMs) };
  return (
    <p class="is-dim">
      {clockStepMs < FINE ? say("thePagesIsolatedClockStepsBy", step) : say("thePagesClockStepsBy", step)}
    </p>
  );
}

/** What a clock is rounded to may be finer than any span is shown. */
function formatStep(stepMs: Milliseconds): string {
  return stepMs < FINE ? `${Math.round(stepMs * 1000)} µs` : formatDuration(stepMs);
}

/** How sure it is that messages are paired rightly, and the reader's word on that. */
function Learned({ group, certainty }: { group: RoundTripGroup; certainty: number }) {
  const { analysis } = usePanel();
  const { connection, pairedBy, basedOn } = group;
  const choice = analysis.choiceOf(connection);
  const isConfirmed = choice?.confirmed === pairedBy;
  const about = choice ?? { url: null, session: analysis.session.value, connection };
  const refused = choice?.refused ?? [];
  return (
    <p class="is-dim">
      {say("learnedFromSure", {
        basedon: formatQuantity(basedOn ?? 0, "pair"),
        math: Math.floor(certainty * 100),
      })}{" "}
      {isConfirmed ? (
        say("confirmedByYou")
      ) : (
        <>
          <button
            type="button"
            class="row-link"
            onClick={() => analysis.decide({ ...about, refused, confirmed: pairedBy })}
          >
            {say("thatIsRight")}
          </button>{" "}
          <button
            type="button"
            class="row-link"
            onClick={() => analysis.decide({ ...about, confirmed: null, refused: [...refused, pairedBy] })}
          >
            {say("doNotPairSo")}
          </button>
        </>
      )}
    </p>
  );
}

function Links({ title, points }: { title: string; points: readonly TripPoint[] }) {
  if (points.length === 0) return null;
  return (
    <p class="rows">
      {title}{" "}
      {points.map(({ row, rttMs }) => (
        <RowLink key={row} row={row} {...(rttMs !== null && { text: formatDuration(rttMs) })} />
      ))}
    </p>
  );
}
