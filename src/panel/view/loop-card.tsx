import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatEmptyShare } from "../../core/format/format-empty-share.ts";
import { formatEmptyWhy } from "../../core/format/format-empty-why.ts";
import { formatHttpVersion, packsHeaders } from "../../core/format/format-http-version.ts";
import { formatLoopBytes, formatWastedBytes } from "../../core/format/format-loop-bytes.ts";
import { numberFormat } from "../../core/text/language.ts";
import { say, sayCount, sayParts } from "../../core/text/say.ts";
import type { LoopView } from "../../core/wire/polling-answer.ts";
import { AdviceNote } from "./advice-note.tsx";
import { CostTable } from "./cost-table.tsx";
import { LoopStrip } from "./loop-strip.tsx";
import { usePanel } from "./panel-context.ts";
import { TeachEmpty } from "./teach-empty.tsx";

const tenths = numberFormat({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const thousandths = numberFormat({ minimumFractionDigits: 3, maximumFractionDigits: 3 });

/** One polling loop. */
export function LoopCard({ loop }: { loop: LoopView }) {
  const { method, url, kind, name, apart, facts, advice, costs, headers, initiator, ignored } = loop;
  const store = usePanel();
  return (
    <article class="loop" aria-label={`${method} ${url}`}>
      <header class="loop-head">
        <span class="loop-kind">{kind === "long" ? say("longPolling") : say("pollingWord")}</span>
        <strong class="loop-url">
          {method} {url}
        </strong>
        {(name ?? apart) !== null && <span class="loop-name">{name ?? apart}</span>}
        <button type="button" class="button is-small" onClick={() => store.showRow(loop.lastRow)}>
          {say("showLastRequest")}
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
      <CostTable
        costs={costs}
        own={kind}
        versions={facts.versions}
        spanMs={facts.endedAt - facts.startedAt}
      />
      <details>
        <summary>{say("whatWasEmptyWhatChanged")}</summary>
        <ul class="loop-more">
          {facts.whys.map(({ why, times }) => (
            <li key={why}>{say("emptyBecause", { times: formatCount(times), why: formatEmptyWhy(why) })}</li>
          ))}
          {facts.changed.slice(0, 10).map(({ field, times }) => (
            <li key={field}>
              {sayParts("changedTimes", { code: <code>{field}</code>, times: sayCount("timesCount", times) })}
            </li>
          ))}
          {ignored.length > 0 && (
            <li>{sayParts("setAsideWhenAnswersWere", { code: <code>{ignored.join(", ")}</code> })}</li>
          )}
          {headers.map((it) => (
            <li key={it.name}>
              <code>
                {it.name}: {it.value}
              </code>{" "}
              {it.meaning}
            </li>
          ))}
          {initiator === null && store.host.browser === "firefox" && <li>{say("callersNotTold")}</li>}
          {initiator !== null && (
            <li>{sayParts("askedBy", { code: <code>{initiator.split("\n")[0]}</code> })}</li>
          )}
        </ul>
        <TeachEmpty loop={loop} />
      </details>
    </article>
  );
}

function factsOf({ rhythm, facts, kind, askers }: LoopView): [term: string, value: string, hint?: string][] {
  const { staleness } = facts;
  const spread = rhythm.kind === "back-off" ? say("growing") : `± ${Math.round(100 * rhythm.spread)} %`;
  return [
    [say("requestsWord"), formatCount(facts.requests)],
    [
      kind === "long" ? say("answeredEvery") : say("every"),
      `${formatDuration(rhythm.intervalMs)} ${spread}`,
      say(kind === "long" ? "meanAndTheMedianDistance" : "medianAndTheMedianDistance"),
    ],
    ...(facts.looked > 0 && facts.looked < facts.requests
      ? [
          [
            say("judgedBy"),
            say("theLastRequests", { count: formatCount(facts.looked) }),
            say("theLastRequestsHint"),
          ] as [string, string, string],
        ]
      : []),
    ...(facts.versions.length > 0
      ? [[say("httpVersion"), versionNames(facts.versions)] as [string, string]]
      : []),
    [say("empty"), formatEmptyShare(facts)],
    [say("headersSent"), headerBytes(facts, facts.sentHeaders), headersHint(facts)],
    [say("bodiesSent"), formatBytes(facts.sentBodies)],
    [say("headersReceived"), headerBytes(facts, facts.receivedHeaders), headersHint(facts)],
    [
      say("bodiesReceived"),
      facts.unknownBodies + facts.unframedBodies > 0
        ? say("atLeast", { receivedbodies: formatBytes(facts.receivedBodies) })
        : formatBytes(facts.receivedBodies),
      facts.unframedBodies > 0 ? sayCount("unframedHint", facts.unframedBodies) : "",
    ],
    [say("forNothing"), formatWastedBytes(facts), say("bytesOfRequestsWhoseAnswer")],
    [say("cookiesEach"), formatBytes(facts.cookieBytes)],
    [say("waitedFor"), formatDuration(facts.onWireMs), say("fromRequestToTheEnd")],
    [
      say("newsWasLateBy"),
      staleness === null
        ? say("noNews")
        : kind === "long"
          ? say("itsOwnWay")
          : say("atWorst", {
              averagems: formatDuration(staleness.averageMs),
              worstms: formatDuration(staleness.worstMs),
            }),
      say("onAverageHalfTheSpan"),
    ],
    ...(rhythm.pauses > 0 ? [[say("pausesWord"), formatCount(rhythm.pauses)] as [string, string]] : []),
    ...(askers > 1
      ? [[say("askedByTerm"), say("atOnce", { askers: formatCount(askers) })] as [string, string]]
      : []),
  ];
}

/** Of an EventSource, and now and then of another request, a browser does not tell all headers. */
function headerBytes({ partHeaders }: LoopView["facts"], bytes: number): string {
  return partHeaders > 0 ? say("atLeast", { receivedbodies: formatBytes(bytes) }) : formatBytes(bytes);
}

function headersHint({ versions, partHeaders }: LoopView["facts"]): string {
  if (partHeaders > 0) return say("partHeaders", { count: formatCount(partHeaders) });
  const packing = versionNames(versions.filter(packsHeaders));
  return packing === "" ? say("asHttp11Writes") : say("asHttp11Would", { versions: packing });
}

/** Each once: a browser may call the same version by two names. */
function versionNames(versions: readonly string[]): string {
  return [...new Set(versions.map(formatHttpVersion))].join(", ");
}

function AtScaleLine({ loop }: { loop: LoopView }) {
  const { polling } = usePanel();
  const scale = polling.atScale(loop);
  return (
    <p class="loop-scale">
      {say("thisPageInBrowsers", { users: formatCount(polling.users.value) })}{" "}
      <strong>{say("requestsASecond", { requestspersecond: rate(scale.requestsPerSecond) })}</strong>,{" "}
      {say("underWayAtAnyMoment", { math: formatCount(Math.round(scale.connectionsHeld)) })}{" "}
      {say("aMonth", { bytespermonth: formatLoopBytes(loop.facts, scale.bytesPerMonth) })}
    </p>
  );
}

function rate(value: number): string {
  return value >= 10 ? formatCount(Math.round(value)) : (value >= 1 ? tenths : thousandths)(value);
}
