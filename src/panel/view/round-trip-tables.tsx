// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatRate } from "../../core/format/format-rate.ts";
import { say } from "../../core/text/say.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { RoundTripGroup } from "../../core/wire/round-trips-answer.ts";
import { RowLink } from "./row-link.tsx";

/** So many types are seen without scrolling. */
const UNSCROLLED = 8;

/** How long requests took to their first reply, by what they are called. */
export function TypeTable({ group }: { group: RoundTripGroup }) {
  const types = group.types.length > 1 ? group.types : [];
  return (
    <div
      class="types-box"
      {...(types.length > UNSCROLLED && { role: "group", "aria-label": say("typesOfMessages"), tabIndex: 0 })}
    >
      <table class="numbers-table trip-types">
        <thead>
          <tr>
            <th scope="col">{say("request")}</th>
            {[say("count"), say("unanswered"), say("underWay"), "p50", "p95", "p99", say("max")].map((it) => (
              <th key={it} scope="col" class="is-number">
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Line name={say("allRequests")} of={group} />
          {types.map((it) => (
            <Line key={it.type} name={it.type || "–"} of={it} />
          ))}
        </tbody>
      </table>
      {group.otherTypes > 0 && (
        <p class="is-dim">{say("typesLeftOut", { count: formatCount(group.otherTypes) })}</p>
      )}
    </div>
  );
}

interface LineNumbers {
  readonly requests: number;
  readonly unanswered: number;
  readonly underWay: number;
  readonly p50Ms: Milliseconds | null;
  readonly p95Ms: Milliseconds | null;
  readonly p99Ms: Milliseconds | null;
  readonly maxMs: Milliseconds | null;
}

function Line({ name, of }: { name: string; of: LineNumbers }) {
  return (
    <tr>
      <th scope="row">
        <bdi title={name}>{name}</bdi>
      </th>
      <td class="is-number">{formatCount(of.requests)}</td>
      <td class={`is-number ${of.unanswered > 0 ? "is-troubled" : ""}`}>{formatCount(of.unanswered)}</td>
      <td class="is-number">{formatCount(of.underWay)}</td>
      {[of.p50Ms, of.p95Ms, of.p99Ms, of.maxMs].map((it, index) => (
        <td key={index} class="is-number">
          {it === null ? "–" : formatDuration(it)}
        </td>
      ))}
    </tr>
  );
}

/** Of requests with more than one reply: until when replies came, how quickly, and whether they stood still. */
export function StreamTable({ group }: { group: RoundTripGroup }) {
  const types = group.types.filter(({ toLast }) => toLast !== null);
  if (group.toLast === null && types.length === 0) return null;
  const headings = [
    say("toTheFirst"),
    say("toTheLast"),
    say("longestToTheLast"),
    say("eventsASecond"),
    say("stalled"),
    say("longestStall"),
  ];
  return (
    <table class="numbers-table trip-streams">
      <thead>
        <tr>
          <th scope="col">{say("streamsOfReplies")}</th>
          {headings.map((it) => (
            <th key={it} scope="col" class="is-number">
              {it}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {group.toLast !== null && <StreamLine name={say("allRequests")} of={group} />}
        {group.types.length > 1 &&
          types.map((it) => <StreamLine key={it.type} name={it.type || "–"} of={it} />)}
      </tbody>
    </table>
  );
}

function StreamLine({ name, of }: { name: string; of: Pick<RoundTripGroup, "p50Ms" | "toLast" | "stream"> }) {
  const { p50Ms, toLast, stream } = of;
  const longest = stream?.longestStallMs ?? null;
  const row = stream?.stalledRow ?? null;
  return (
    <tr>
      <th scope="row">
        <bdi title={name}>{name}</bdi>
      </th>
      {[p50Ms, toLast?.p50Ms ?? null, toLast?.maxMs ?? null].map((it, index) => (
        <td key={index} class="is-number">
          {it === null ? "–" : formatDuration(it)}
        </td>
      ))}
      <td class="is-number">{stream === null ? "–" : formatRate(stream.perSecond)}</td>
      <td class={`is-number ${(stream?.stalled ?? 0) > 0 ? "is-troubled" : ""}`}>
        {stream === null
          ? "–"
          : say("countOfCount", { count: formatCount(stream.stalled), all: formatCount(stream.streams) })}
      </td>
      <td class="is-number">
        {longest === null || row === null ? "–" : <RowLink row={row} text={formatDuration(longest)} />}
      </td>
    </tr>
  );
}
