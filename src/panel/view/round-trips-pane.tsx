import { useEffect } from "preact/hooks";
import { formatQuantity } from "../../core/format/format-quantity.ts";
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
    <section class="analysis" aria-label="Round trips">
      {answer?.groups.map((it) => (
        <RoundTripCard key={`${it.connection} ${it.asks} ${it.pairedBy}`} group={it} />
      ))}
      {answer !== null && answer.groups.length === 0 && (
        <div class="nothing" role="status">
          <p>
            {isBusy
              ? "Looking for requests and their replies…"
              : "No requests with replies so far. A request is paired where a protocol says so, or a value of it comes back often enough not to be chance."}
          </p>
        </div>
      )}
      {answer?.refused.map(({ connection, rule }) => (
        <p key={`${connection} ${rule}`} class="quiet">
          Not paired by <code>{rule}</code> on connection {connection}, as you said.{" "}
          <button type="button" class="row-link" onClick={() => analysis.refuse(connection, rule, false)}>
            Pair again
          </button>
        </p>
      ))}
      {isBusy && answer !== null && answer.groups.length > 0 && (
        <p class="quiet" role="status">
          {formatQuantity(store.status.value?.messages ?? 0, "message")}: not all are read yet.
        </p>
      )}
    </section>
  );
}
