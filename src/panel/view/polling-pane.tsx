// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useEffect } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say, sayCount } from "../../core/text/say.ts";
import type { PollingAnswer } from "../../core/wire/polling-answer.ts";
import { LoopCard } from "./loop-card.tsx";
import { usePanel } from "./panel-context.ts";
import { SocketCosts } from "./socket-costs.tsx";
import { TaughtList } from "./taught-list.tsx";
import { LastHeardNote, Unanswered } from "./unanswered.tsx";

/** What polls: each loop with its life, its cost and what would fit better. */
export function PollingPane() {
  const store = usePanel();
  const { polling } = store;
  useEffect(() => polling.watch(), [polling]);
  const answer = polling.answer.value;
  const loops = polling.loops.value;
  const isSilent = store.isSilent.value;
  return (
    <section class="polling" aria-label={say("polling")}>
      <div class="polling-tools">
        <label>
          {say("browsers")}{" "}
          <input
            type="number"
            min="1"
            step="1"
            value={polling.users.value}
            onChange={(event) => polling.setUsers(event.currentTarget.valueAsNumber)}
          />
        </label>
        <label>
          {say("hoursADay")}{" "}
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
            ? ""
            : store.scope.value === null || answer.reading
              ? say("loopsIn", { loops: formatQuantity(loops.length, "loop"), answer: lookedAt(answer) })
              : formatQuantity(loops.length, "loop")}
        </span>
      </div>
      <section class="polling-list" aria-label={say("loopsAndCosts")} tabIndex={0}>
        {answer === null || (isSilent && loops.length === 0) ? (
          <Unanswered meanwhile="lookingThroughTheRequests" />
        ) : loops.length > 0 ? (
          <LastHeardNote />
        ) : (
          !answer.reading && <Nothing requests={answer.requests} />
        )}
        {loops.map((loop) => (
          <LoopCard key={loop.key} loop={loop} />
        ))}
        {(answer?.forgotten ?? 0) > 0 && (
          <p class="polling-note">{sayCount("forgottenLoops", answer?.forgotten ?? 0)}</p>
        )}
        <SocketCosts
          sockets={polling.sockets.value}
          more={store.scope.value === null ? (answer?.moreSockets ?? 0) : 0}
        />
        <TaughtList />
      </section>
    </section>
  );
}

function lookedAt({ requests, looked, reading }: PollingAnswer): string {
  if (!reading) return formatQuantity(requests, "request");
  return say("soFarOfRequests", { looked: formatCount(looked), requests: formatCount(requests) });
}

function Nothing({ requests }: { requests: number }) {
  const store = usePanel();
  return (
    <div class="nothing" role="status">
      <p>
        {store.scope.value === null
          ? say("nothingPollsInFinishedRequests", { requests: formatCount(requests) })
          : say("thisConnectionIsNotA")}
      </p>
      <p class="polling-note">{say("aLoopIsAtLeast")}</p>
    </div>
  );
}
