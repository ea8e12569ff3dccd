import type { EmptyRule } from "../../core/analysis/polling/empty-rule.ts";
import { say, sayCount } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** What was taught of empty answers, in this session and before: each can be taken back, also where nothing polls that endpoint now. */
export function TaughtList() {
  const { polling } = usePanel();
  const taught = [...polling.taught.value];
  if (taught.length === 0) return null;
  return (
    <details class="taught">
      <summary>{sayCount("taughtOfEmptyAnswers", taught.length)}</summary>
      <ul class="loop-more">
        {taught.map(([endpoint, rule]) => (
          <li key={endpoint}>
            <code>{endpoint}</code> {toText(rule)}{" "}
            <button
              type="button"
              class="button is-small"
              aria-label={`${say("forget")}: ${endpoint}`}
              onClick={() => polling.teach(endpoint, null)}
            >
              {say("forget")}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function toText({ status, atMostBytes, field }: EmptyRule): string {
  return [
    ...(status === undefined ? [] : [String(status)]),
    ...(field === undefined ? [] : [say("taughtField", { path: field.path, is: field.is })]),
    ...(atMostBytes === undefined ? [] : [sayCount("taughtBytes", atMostBytes)]),
  ].join(", ");
}
