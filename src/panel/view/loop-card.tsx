import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import type { LoopView } from "../../core/wire/engine-api.ts";
import { AdviceNote } from "./advice-note.tsx";
import { CostTable } from "./cost-table.tsx";
import { LoopStrip } from "./loop-strip.tsx";
import { usePanel } from "./panel-context.ts";
import { TeachEmpty } from "./teach-empty.tsx";

/** One polling loop. */
export function LoopCard({ loop }: { loop: LoopView }) {
  const { method, url, kind, name, facts, advice, costs, headers, initiator, ignored } = loop;
  const store = usePanel();
  return (
    <article class="loop" aria-label={`${method} ${url}`}>
      <header class="loop-head">
        <span class="loop-kind">{kind === "long" ? "long polling" : "polling"}</span>
        <strong class="loop-url">
          {method} {url}
        </strong>
        {name !== null && <span class="loop-name">{name}</span>}
        <button type="button" class="button is-small" onClick={() => store.showRow(loop.lastRow)}>
          Show last request
        </button>
      </header>
      <LoopStrip facts={facts} />
      <dl class="loop-facts">
        {factsOf(loop).map(([term, value, hint]) => (
          <div key={term} title={hint}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {advice.map((it) => (
        <AdviceNote key={it.rule} finding={it} />
      ))}
      <AtScaleLine loop={loop} />
      <CostTable costs={costs} own={kind} spanMs={facts.endedAt - facts.startedAt} />
      <details>
        <summary>What was empty, what changed, headers</summary>
        <ul class="loop-more">
          {facts.whys.map(({ why, times }) => (
            <li key={why}>
              {formatCount(times)} empty: {why}
            </li>
          ))}
          {facts.changed.slice(0, 10).map(({ field, times }) => (
            <li key={field}>
              <code>{field}</code> changed {formatCount(times)} times
            </li>
          ))}
          {ignored.length > 0 && (
            <li>
              Set aside when answers were compared: <code>{ignored.join(", ")}</code>
            </li>
          )}
          {headers.map((it) => (
            <li key={it.name}>
              <code>
                {it.name}: {it.value}
              </code>{" "}
              {it.meaning}
            </li>
          ))}
          {initiator !== null && (
            <li>
              Asked by <code>{initiator.split("\n")[0]}</code>
            </li>
          )}
        </ul>
        <TeachEmpty loop={loop} />
      </details>
    </article>
  );
}

function factsOf({ rhythm, facts, kind, askers }: LoopView): [term: string, value: string, hint?: string][] {
  const { emptyShare, staleness } = facts;
  const spread = rhythm.kind === "back-off" ? "growing" : `± ${Math.round(100 * rhythm.spread)} %`;
  return [
    ["requests", formatCount(facts.requests)],
    [
      kind === "long" ? "answered every" : "every",
      `${formatDuration(rhythm.intervalMs)} ${spread}`,
      "Median, and the median distance from it",
    ],
    ["empty", emptyShare === null ? "all failed" : `${Math.round(100 * emptyShare)} %`],
    ["headers ↑", formatBytes(facts.sentHeaders), "As HTTP/1.1 writes them, to the byte"],
    ["bodies ↑", formatBytes(facts.sentBodies)],
    ["headers ↓", formatBytes(facts.receivedHeaders), "As HTTP/1.1 writes them, to the byte"],
    [
      "bodies ↓",
      facts.unknownBodies > 0
        ? `at least ${formatBytes(facts.receivedBodies)}`
        : formatBytes(facts.receivedBodies),
    ],
    ["for nothing", formatBytes(facts.wastedBytes), "Bytes of requests whose answer told nothing"],
    ["cookies each", formatBytes(facts.cookieBytes)],
    ["waited for", formatDuration(facts.onWireMs), "From request to the end of its answer, in all"],
    [
      "news was late by",
      staleness === null
        ? "no news"
        : kind === "long"
          ? "its own way"
          : `${formatDuration(staleness.averageMs)}, at worst ${formatDuration(staleness.worstMs)}`,
      "On average half the span before the answer that told it, at worst all of it",
    ],
    ...(rhythm.pauses > 0 ? [["pauses", formatCount(rhythm.pauses)] as [string, string]] : []),
    ...(askers > 1 ? [["asked by", `${formatCount(askers)} at once`] as [string, string]] : []),
  ];
}

function AtScaleLine({ loop }: { loop: LoopView }) {
  const { polling } = usePanel();
  const scale = polling.atScale(loop);
  return (
    <p class="loop-scale">
      This page in {formatCount(polling.users.value)} browsers:{" "}
      <strong>{rate(scale.requestsPerSecond)} requests a second</strong>,{" "}
      {formatCount(Math.round(scale.connectionsHeld))} under way at any moment,{" "}
      {formatBytes(scale.bytesPerMonth)} a month
    </p>
  );
}

function rate(value: number): string {
  return value >= 10 ? formatCount(Math.round(value)) : value.toFixed(value >= 1 ? 1 : 3);
}
