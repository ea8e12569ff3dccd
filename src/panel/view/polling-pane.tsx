import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import type { PollingAnswer } from "../../core/wire/engine-api.ts";
import { LoopCard } from "./loop-card.tsx";
import { usePanel } from "./panel-context.ts";
import { SocketCosts } from "./socket-costs.tsx";

/** What polls: each loop with its life, its cost and what would fit better. */
export function PollingPane() {
  const store = usePanel();
  const { polling } = store;
  useEffect(() => polling.watch(), [polling]);
  const answer = polling.answer.value;
  const loops = polling.loops.value;
  return (
    <section class="polling" aria-label="Polling">
      <div class="polling-tools">
        <label>
          Browsers{" "}
          <input
            type="number"
            min="1"
            step="1"
            value={polling.users.value}
            onChange={(event) => polling.setUsers(event.currentTarget.valueAsNumber)}
          />
        </label>
        <label>
          Hours a day{" "}
          <input
            type="number"
            min="0.1"
            max="24"
            step="any"
            value={polling.hours.value}
            onChange={(event) => polling.setHours(event.currentTarget.valueAsNumber)}
          />
        </label>
        <span class="timeline-said" role="status">
          {answer === null
            ? "Looking through the requests…"
            : `${formatQuantity(loops.length, "loop")} in ${lookedAt(answer)}`}
        </span>
      </div>
      <div class="polling-list">
        {answer !== null && loops.length === 0 && <Nothing requests={answer.requests} />}
        {loops.map((loop) => (
          <LoopCard key={loop.key} loop={loop} />
        ))}
        <SocketCosts sockets={polling.sockets.value} />
      </div>
    </section>
  );
}

function lookedAt({ requests, looked }: PollingAnswer): string {
  if (looked === requests) return formatQuantity(requests, "request");
  return `the last ${formatCount(looked)} of ${formatCount(requests)} requests`;
}

function Nothing({ requests }: { requests: number }) {
  const store = usePanel();
  return (
    <div class="nothing" role="status">
      <p>
        {store.scope.value === null
          ? `Nothing polls: in ${formatCount(requests)} finished requests none is asked again and again by a rule.`
          : "This connection is not a polling loop."}
      </p>
      <p class="unseen">
        A loop is at least four requests for the same with a rhythm. Requests of WebSockets and EventSources
        are not among them.
      </p>
    </div>
  );
}
