// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import type { EpochMs } from "../../core/units.ts";
import { PairingSection } from "./pairing-section.tsx";
import { usePanel } from "./panel-context.ts";
import { LEAST_DRAWN, RoundTripCard } from "./round-trip-card.tsx";
import { TimelineTools } from "./timeline-tools.tsx";
import { LastHeardNote, Unanswered } from "./unanswered.tsx";

/** Cards that are drawn before somebody asks for more: a page may open hundreds of connections. */
const MOST_CARDS = 20;

/** How long answers take: a part for each connection in scope and each way in which its messages are paired. */
export function RoundTripsPane() {
  const store = usePanel();
  const { analysis } = store;
  useEffect(() => analysis.watchRoundTrips(), [analysis]);
  // The axis of the drawings is the timeline's.
  useEffect(() => store.timeline.watch(), [store]);
  const shown = useSignal(MOST_CARDS);
  const said = useSignal("");
  const at = useSignal<EpochMs | null>(null);
  const answer = analysis.roundTrips.value;
  const listed = [...new Set(answer?.groups.map(({ connection }) => connection))];
  const offered = [...new Set([...listed, ...(answer?.choices.map(({ connection }) => connection) ?? [])])];
  const isSilent = store.isSilent.value;
  const isBusy = store.status.value?.analysis.busy === true;
  return (
    <section class="analysis" tabIndex={0} aria-label={say("roundTrips")}>
      {answer === null ? <Unanswered /> : answer.groups.length > 0 && <LastHeardNote />}
      {answer?.groups.some(({ pairs }) => pairs >= LEAST_DRAWN) && <TimelineTools said={said} at={at} />}
      {answer?.groups.slice(0, shown.value).map((it) => (
        <RoundTripCard key={`${it.connection} ${it.asks} ${it.pairedBy}`} group={it} among={listed} />
      ))}
      {answer !== null && answer.groups.length > shown.value && (
        <p class="quiet">
          {say("moreConnectionsHaveRoundTrips", { count: formatCount(answer.groups.length - shown.value) })}{" "}
          <button
            type="button"
            class="row-link"
            onClick={() => {
              shown.value += MOST_CARDS;
            }}
          >
            {say("showMore")}
          </button>
        </p>
      )}
      {answer?.groups.length === 0 &&
        (isSilent ? (
          <Unanswered />
        ) : (
          <div class="nothing" role="status">
            <p>{isBusy ? say("lookingForRequestsAndTheir") : say("noRequestsWithRepliesSo")}</p>
          </div>
        ))}
      {answer !== null && answer.skipped > 0 && (
        <p class="quiet">{say("earlierRoundTripsSkipped", { count: formatCount(answer.skipped) })}</p>
      )}
      {answer?.choices.map((it) => (
        <PairingSection key={it.connection} offer={it} among={offered} />
      ))}
      {isBusy && !isSilent && answer !== null && answer.groups.length > 0 && (
        <p class="quiet" role="status">
          {say("notAllAreReadYet", {
            messages: formatQuantity(store.status.value?.messages ?? 0, "message"),
          })}
        </p>
      )}
    </section>
  );
}
