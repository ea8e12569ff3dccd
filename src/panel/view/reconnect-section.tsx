import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatTime } from "../../core/format/format-time.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { chainConnections } from "../store/connection-chains.ts";
import { backOffOf, type Try, triesOf } from "../store/reconnects.ts";
import { usePanel } from "./panel-context.ts";

/** The last so many are shown: a storm has hundreds. */
const MOST_SHOWN = 40;

/** The chain of a connection: when each began, after which close code, how long the page waited, how long it lasted. */
export function ReconnectSection({ connection }: { connection: ConnectionView }) {
  const store = usePanel();
  const near = [...store.connections.value.values()].filter(
    ({ frame, kind }) => frame === connection.frame && kind === connection.kind,
  );
  const chain = chainConnections(near).find((it) => it.some(({ id }) => id === connection.id)) ?? [];
  if (chain.length < 2) return null;
  const tries = triesOf(chain);
  const backOff = backOffOf(tries);
  const left = Math.max(0, tries.length - MOST_SHOWN);
  return (
    <section class="reconnects-box">
      <h2>{say("reconnectsTitle")}</h2>
      {backOff !== null && (
        <p class="is-dim">
          {backOff > 1
            ? say("waitsGrow", { times: formatCount(Math.round(backOff * 10) / 10) })
            : say("waitsDoNotGrow")}
        </p>
      )}
      {left > 0 && <p class="is-dim">{say("earlierTriesLeftOut", { count: formatCount(left) })}</p>}
      <table class="numbers-table reconnects">
        <thead>
          <tr>
            <th scope="col">{say("begun")}</th>
            {[say("afterCode"), say("waited"), say("lived")].map((it) => (
              <th key={it} scope="col" class="is-number">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tries.slice(left).map((it) => (
            <TryLine key={it.connection} of={it} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TryLine({ of }: { of: Try }) {
  const store = usePanel();
  const { connection, at, after, livedMs, failed } = of;
  return (
    <tr>
      <th scope="row">
        <button type="button" class="row-link" onClick={() => store.setScope(connection, true)}>
          {formatTime(at)}
        </button>
      </th>
      <td class="is-number">{after === null ? "–" : (after.code ?? say("noneOf"))}</td>
      <td class="is-number">{after === null ? "–" : formatDuration(after.waitedMs)}</td>
      <td class={`is-number ${failed ? "is-troubled" : ""}`}>
        {livedMs === null ? say("lastsStill") : failed ? say("neverOpen") : formatDuration(livedMs)}
      </td>
    </tr>
  );
}
