// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say } from "../../core/text/say.ts";
import { PairingSection } from "./pairing-section.tsx";
import { usePanel } from "./panel-context.ts";
import { RoundTripCard } from "./round-trip-card.tsx";

/** How long answers take: a part for each connection in scope and each way in which its messages are paired. */
export function RoundTripsPane() {
  const store = usePanel();
  const { analysis } = store;
  useEffect(() => analysis.watchRoundTrips(), [analysis]);
  const answer = analysis.roundTrips.value;
  const isBusy = store.status.value?.analysis.busy === true;
  return (
    <section class="analysis" tabIndex={0} aria-label={say("roundTrips")}>
      {answer?.groups.map((it) => (
        <RoundTripCard key={`${it.connection} ${it.asks} ${it.pairedBy}`} group={it} />
      ))}
      {answer !== null && answer.groups.length === 0 && (
        <div class="nothing" role="status">
          <p>{isBusy ? say("lookingForRequestsAndTheir") : say("noRequestsWithRepliesSo")}</p>
        </div>
      )}
      {answer !== null && answer.skipped > 0 && (
        <p class="quiet">{say("earlierRoundTripsSkipped", { count: formatCount(answer.skipped) })}</p>
      )}
      {answer?.choices.map((it) => (
        <PairingSection key={it.connection} offer={it} />
      ))}
      {isBusy && answer !== null && answer.groups.length > 0 && (
        <p class="quiet" role="status">
          {say("notAllAreReadYet", {
            messages: formatQuantity(store.status.value?.messages ?? 0, "message"),
          })}
        </p>
      )}
    </section>
  );
}
