import { formatBytes } from "../../format/format-bytes.ts";
import { formatDuration } from "../../format/format-duration.ts";
import { formatLoopBytes, formatWastedBytes } from "../../format/format-loop-bytes.ts";
import { say, sayCount } from "../../text/say.ts";
import { compareTransports } from "../cost/compare-transports.ts";
import type { Loop } from "../polling/loop.ts";
import { measureLoop } from "../polling/measure-loop.ts";
import type { LoopRule } from "./advise-loops.ts";
import { nameFor, percent, rowsOf } from "./loop-words.ts";

/** Fewer answers are too few to speak of a share. */
const LEAST_ANSWERS = 8;
const MOSTLY_EMPTY = 0.6;
/** Fewer requests that change something are what any page has now and then. */
const LEAST_SENT = 5;
/** A page that asks less often than this has decided that it can wait. */
const CANNOT_WAIT_MS = 15_000;

/** What told nothing was mostly answered with 304: there is no more to be had from validators. */
function isValidated({ answers }: Loop): boolean {
  const silent = answers.filter(({ empty }) => empty !== null);
  return silent.filter(({ exchange }) => exchange.status === 304).length > silent.length / 2;
}

/** A loop that is mostly empty although its reader cannot wait: the server should speak when there is something. */
export const findMostlyEmptyPolling: LoopRule = ({ loops, session }) =>
  loops.flatMap((loop) => {
    const facts = measureLoop(loop);
    const { emptyShare, requests, full, empty } = facts;
    if (loop.kind === "long" || emptyShare === null || full + empty < LEAST_ANSWERS) return [];
    if (emptyShare < MOSTLY_EMPTY || loop.rhythm.intervalMs > CANNOT_WAIT_MS) return [];
    const pageSends = sendsOften(loop, session.connections);
    const isStream = loop.exchanges[0]?.events !== undefined;
    const better = pageSends && !isStream ? "WebSocket" : "Server-Sent Events";
    const cost = compareTransports(loop).find(({ transport }) => transport === better);
    return [
      {
        rule: "polling-mostly-empty",
        severity: "warning",
        title: say("askedTimesEveryAndOf", {
          loop: nameFor(loop),
          requests,
          intervalms: formatDuration(loop.rhythm.intervalMs),
          emptyshare: percent(emptyShare),
        }),
        why: isStream
          ? say("theServerEndsTheStream")
          : say(isValidated(loop) ? "thePriceIsAConnectionValidated" : "thePriceIsAConnection", {
              pagesends: pageSends ? say("thePageAlsoSendsOften") : say("newsGoesOneWayFrom"),
            }),
        connection: loop.exchanges[0]?.connection ?? null,
        numbers: [
          [say("emptyOrUnchangedWord"), say("of", { empty, full: full + empty })],
          [say("bytesWord"), formatLoopBytes(facts, facts.bytes)],
          [say("bytesForNothing"), formatWastedBytes(facts)],
          [say("bytesOver", { better }), say("aboutBytes", { bytes: formatBytes(cost?.bytes ?? 0) })],
          [say("directionWord"), pageSends ? say("bothWays") : say("fromTheServer")],
          [say("news"), full === 0 ? say("noneOf") : sayCount("timesCount", full)],
          [
            say("newsWaits"),
            facts.staleness === null
              ? "–"
              : say("onAverageAtWorst", {
                  averagems: formatDuration(facts.staleness.averageMs),
                  worstms: formatDuration(facts.staleness.worstMs),
                }),
          ],
        ],
        rows: rowsOf(loop),
      },
    ];
  });

/** Whether the page sends about as often as the loop asks, to the same host: requests that change something. */
function sendsOften(
  loop: Loop,
  connections: readonly { kind: string; method: string | null; url: string; sent: number }[],
): boolean {
  const own = loop.url.replaceAll("{…}", "x");
  if (!URL.canParse(own)) return false;
  const { host } = new URL(own);
  const sent = connections
    .filter(
      (it) => it.kind === "http" && it.method !== null && !["GET", "HEAD", "OPTIONS"].includes(it.method),
    )
    .filter(({ url }) => URL.canParse(url) && new URL(url).host === host && !loop.url.startsWith(url))
    .reduce((total, it) => total + it.sent, 0);
  return sent >= Math.max(LEAST_SENT, measureLoop(loop).requests / 2);
}
