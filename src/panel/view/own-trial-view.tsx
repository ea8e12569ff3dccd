import type { DecodedPart } from "../../core/decode/decoded-part.ts";
import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** So much of a tree shows what it is; the Decoded tab has all of it. */
const SHOWN_CHARS = 4000;

/** What the decoder that is being written made of the chosen message. */
export function OwnTrialView({ goTo }: { goTo: (line: number) => void }) {
  const trial = usePanel().ownDecoders.trial.value;
  if (trial === null) return null;
  if (trial === "running") return <p class="quiet">{say("ownRunning")}</p>;
  const { parts, trees, failure, line } = trial;
  return (
    <output class="own-trial" aria-label={say("ownMadeOf")}>
      {failure !== "" && (
        <p class="detail-missing">
          <span>{say("ownFailedWith", { failure })}</span>
          {line > 0 && (
            <button type="button" class="link" onClick={() => goTo(line)}>
              {say("ownShowLine", { line })}
            </button>
          )}
        </p>
      )}
      {failure === "" && parts === null && <p>{say("ownLeaves")}</p>}
      {parts?.map((part, index) => (
        <TriedPart key={index} part={part} tree={trees[index] ?? null} />
      ))}
    </output>
  );
}

function TriedPart({ part, tree }: { part: DecodedPart; tree: string | null }) {
  const { kind, event, channel, summary, problem, correlation, control, failed } = part;
  return (
    <div>
      <p class="part-line">
        <span class={`kind ${control ? "is-control" : ""} ${failed ? "is-failed" : ""}`}>{kind}</span>
        {channel !== null && <bdi class="is-dim">{channel}</bdi>}
        {event !== null && (
          <b>
            <bdi>{event}</bdi>
          </b>
        )}
        <bdi>{summary}</bdi>
        {correlation !== null && (
          <span class="is-dim">
            {correlation.role} {correlation.key}
          </span>
        )}
      </p>
      {problem !== null && <p class="detail-missing">{problem}</p>}
      {tree !== null && <pre>{indent(tree).slice(0, SHOWN_CHARS)}</pre>}
    </div>
  );
}

function indent(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
