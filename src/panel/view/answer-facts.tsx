import type { ComponentChildren } from "preact";
import type { SaidUsage, SessionAnswer } from "../../core/analysis/answers/session-answer.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatPerSecond } from "../../core/format/format-rate.ts";
import { say, sayCount, sayParts } from "../../core/text/say.ts";
import { RowLink } from "./row-link.tsx";

/** How fast an answer came, and what it took. */
export function AnswerFacts({ answer }: { answer: SessionAnswer }) {
  const { timing, usage, state } = answer;
  const { known, pieces, arrivals, tokens, tokensPerSecond, piecesPerSecond, writingMs, firstRow } = timing;
  const writing = formatDuration(writingMs ?? 0);
  return (
    <dl class="facts answer-facts">
      {known && pieces > 0 && (
        <Fact term={say("answerFirst")}>
          <First answer={answer} /> {firstRow !== null && <RowLink row={firstRow} />}
        </Fact>
      )}
      {known && pieces > 0 && (
        <Fact term={say("answerRate")}>
          {tokensPerSecond !== null && tokens !== null ? (
            <>
              <b>{say("answerTokensRate", { rate: formatPerSecond(tokensPerSecond) })}</b>{" "}
              <span class="is-dim">{say("answerByServer", { tokens: formatCount(tokens), writing })}</span>
              <br />
            </>
          ) : null}
          {piecesPerSecond === null ? (
            <>{say(NO_RATES[timing.noRate ?? "few"])} </>
          ) : (
            <>{say("answerPiecesRate", { rate: formatPerSecond(piecesPerSecond) })} </>
          )}
          <span class="is-dim">
            {sayCount("answerPieces", pieces)}, {sayCount("answerArrivals", arrivals)}
            {tokensPerSecond === null && piecesPerSecond !== null && ` ${say("answerNotTokens")}`}
          </span>
        </Fact>
      )}
      {known && pieces > 0 && (
        <Fact term={say("answerStalls")}>
          <Pauses answer={answer} />
        </Fact>
      )}
      {known && timing.totalMs !== null && (
        <Fact term={say(state === "open" ? "answerSoFar" : "answerTotal")}>
          {formatDuration(timing.totalMs)}
          {timing.askedAt === null && <span class="is-dim"> {say("answerFromFirst")}</span>}
        </Fact>
      )}
      {usage !== null && (
        <Fact term={say("answerUsage")}>
          {usageText(usage)} {usage.row !== null && <RowLink row={usage.row} />}
        </Fact>
      )}
    </dl>
  );
}

const NO_RATES = { few: "answerTooFew", bunched: "answerBunched", short: "answerTooShort" } as const;

function First({ answer: { timing } }: { answer: SessionAnswer }) {
  const { firstMs } = timing;
  if (firstMs === null) return <span class="is-dim">{say("answerAskedNotKnown")}</span>;
  return (
    <>
      <b>{formatDuration(firstMs)}</b> <span class="is-dim">{say("answerFromRequest")}</span>
    </>
  );
}

function Pauses({ answer: { timing } }: { answer: SessionAnswer }) {
  const { count, totalMs, longestMs, longestRow, usualMs } = timing.stalls;
  if (count === 0 || longestMs === null || longestRow === null) {
    return (
      <>
        {say("noneOf")}
        {usualMs !== null && (
          <span class="is-dim"> {say("answerUsualPause", { usual: formatDuration(usualMs) })}</span>
        )}
      </>
    );
  }
  return (
    <>
      {sayCount("answerStalled", count, { total: formatDuration(totalMs) })}{" "}
      {sayParts("answerLongest", { longest: formatDuration(longestMs), row: <RowLink row={longestRow} /> })}
    </>
  );
}

function usageText({ input, output, total, cached, reasoning }: SaidUsage): string {
  const counts = [
    input !== null && say("answerIn", { tokens: formatCount(input) }),
    cached !== null && cached > 0 && say("answerCached", { tokens: formatCount(cached) }),
    output !== null && say("answerOut", { tokens: formatCount(output) }),
    reasoning !== null && reasoning > 0 && say("answerThought", { tokens: formatCount(reasoning) }),
    total !== null && say("answerTotalTokens", { tokens: formatCount(total) }),
  ];
  return counts.filter((it) => it !== false).join(" · ");
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
