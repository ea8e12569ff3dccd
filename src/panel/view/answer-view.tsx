// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useEffect } from "preact/hooks";
import type { SaidBlock, SaidChoice, SessionAnswer } from "../../core/analysis/answers/session-answer.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { say, sayCount } from "../../core/text/say.ts";
import { blockText } from "../store/model-answer.ts";
import { AnswerFacts } from "./answer-facts.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { RowLink } from "./row-link.tsx";

/** What a language model says on the connection that is looked at, put together from its events. */
export function AnswerView() {
  const { modelAnswer } = usePanel();
  useEffect(() => modelAnswer.watch(), [modelAnswer]);
  const answer = modelAnswer.answer.value;
  if (answer === null) return <p class="quiet">{say("decoding")}</p>;
  return (
    <section
      class="answer detail-scroll"
      aria-label={say("answerTab")}
      tabIndex={0}
      data-state={answer.state}
    >
      <Heading answer={answer} />
      <Troubles answer={answer} />
      <AnswerFacts answer={answer} />
      {answer.choices.map((it) => (
        <Choice key={it.index} choice={it} among={answer.choices.length} open={answer.state === "open"} />
      ))}
      {answer.choices.every(({ blocks }) => blocks.length === 0) && (
        <p class="quiet">{say(answer.state === "open" ? "answerNothingYet" : "answerNothing")}</p>
      )}
    </section>
  );
}

/** The same below a heading, among the facts of a connection. */
export function AnswerSection() {
  const { modelAnswer } = usePanel();
  if (modelAnswer.connection.value === null) return null;
  return (
    <section aria-label={say("answerTab")}>
      <h2>{say("answerTab")}</h2>
      <AnswerView />
    </section>
  );
}

const STATES = {
  open: "answerOpen",
  finished: "answerFinished",
  cut: "answerCut",
  failed: "answerFailed",
} as const;

function Heading({ answer: { model, state, choices } }: { answer: SessionAnswer }) {
  const { modelAnswer } = usePanel();
  const reasons = [...new Set(choices.flatMap(({ finish }) => finish ?? []))];
  return (
    <div class="answer-heading">
      {model !== null && (
        <strong>
          <bdi>{model}</bdi>
        </strong>
      )}
      <span class={`answer-state is-${state}`}>
        {say(STATES[state])}
        {reasons.length > 0 && (
          <>
            {": "}
            <code>{reasons.join(", ")}</code>
          </>
        )}
      </span>
      <span class="toolbar-space" />
      <CopyButton label={say("answerCopy")} text={modelAnswer.text} />
    </div>
  );
}

/** Words for a model that stopped before it was done, of all the protocols. */
const LIMITS = new Set(["length", "max_tokens", "max_output_tokens", "MAX_TOKENS", "model_length"]);
const WITHHELD = new Set([
  "content_filter",
  "content-filter",
  "refusal",
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
]);

/** What is wrong with it, and what of it is not there. */
function Troubles({ answer }: { answer: SessionAnswer }) {
  const { state, closedBy, choices, errors, unread, cutMessages, missingMessages, missingBytes, timing } =
    answer;
  const reasons = choices.flatMap(({ finish }) => finish ?? []);
  const missing = [
    missingMessages > 0 && sayCount("answerMissing", missingMessages),
    cutMessages > 0 && sayCount("answerNotWhole", cutMessages),
    missingBytes > 0 && say("answerBytesMissing", { bytes: formatCount(missingBytes) }),
    unread > 0 && sayCount("answerUnread", unread),
  ].filter((it) => it !== false);
  return (
    <>
      {errors.map(({ text, row }, index) => (
        <p key={index} class="detail-missing">
          <Icon name="warning" />
          <span>
            <bdi>{text}</bdi> <RowLink row={row} />
          </span>
        </p>
      ))}
      {state === "cut" && (
        <p class="detail-missing">
          <Icon name="warning" />
          {say(
            closedBy === "page"
              ? "answerCutByPage"
              : closedBy === "network"
                ? "answerCutByNetwork"
                : "answerCutSomehow",
          )}
        </p>
      )}
      {reasons.some((it) => LIMITS.has(it)) && (
        <p class="detail-missing">
          <Icon name="warning" />
          {say("answerLimit")}
        </p>
      )}
      {reasons.some((it) => WITHHELD.has(it)) && (
        <p class="detail-missing">
          <Icon name="warning" />
          {say("answerWithheld")}
        </p>
      )}
      {missing.length > 0 && (
        <p class="detail-missing">
          <Icon name="warning" />
          {missing.join(" ")}
        </p>
      )}
      {!timing.known && <p class="detail-note">{say("answerTimesNotKnown")}</p>}
    </>
  );
}

function Choice({ choice, among, open }: { choice: SaidChoice; among: number; open: boolean }) {
  const last = choice.blocks.length - 1;
  return (
    <>
      {among > 1 && (
        <h3 class="answer-choice">
          {say("answerChoice", { index: formatCount(choice.index + 1), count: formatCount(among) })}{" "}
          <span class="is-dim">{choice.finish ?? say(open ? "answerOpen" : "answerNoFinish")}</span>{" "}
          {choice.finishRow !== null && <RowLink row={choice.finishRow} />}
        </h3>
      )}
      {choice.blocks.map((it, index) => (
        <Block key={index} block={it} growing={open && choice.finish === null && index === last} />
      ))}
    </>
  );
}

function Block({ block, growing }: { block: SaidBlock; growing: boolean }) {
  const { kind, name, call, text, length, cut, whole, firstRow, lastRow } = block;
  const shown = blockText(block);
  return (
    <article class={`answer-block is-${kind.replace(" ", "-")}`} aria-label={kind}>
      <p class="part-line">
        <span class="kind">{kind}</span>
        {name !== null && (
          <b>
            <bdi>{name}</bdi>
          </b>
        )}
        {call !== null && call !== "" && (
          <span class="is-dim">
            <bdi>{call}</bdi>
          </span>
        )}
        {whole === false && (
          <span class="missing">{say(growing ? "answerArgumentsGrow" : "answerArgumentsCut")}</span>
        )}
        <span class="is-dim">
          <RowLink row={firstRow} />
          {lastRow !== firstRow && (
            <>
              –<RowLink row={lastRow} />
            </>
          )}
        </span>
      </p>
      {shown !== "" && (
        <pre class="answer-text">
          <bdi>{shown}</bdi>
          {growing && <span class="answer-caret" aria-hidden="true" />}
        </pre>
      )}
      {text.length < length && (
        <p class="detail-note">
          {say("answerShownOf", { shown: formatCount(text.length), all: formatCount(length) })}
        </p>
      )}
      {cut && <p class="detail-missing">{say("answerTooLong")}</p>}
    </article>
  );
}
