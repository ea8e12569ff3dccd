import { say } from "../../core/text/say.ts";
import type { RunnerState } from "../store/decoder-runner.ts";
import { usePanel } from "./panel-context.ts";

/** What went wrong with a decoder of the reader's own; nothing where nothing did. */
export function RunnerNote({ id, state }: { id: string; state: RunnerState }) {
  const { ownDecoders } = usePanel();
  if (state.problem === "") return null;
  return (
    <p class="detail-missing" role="status">
      {sayState(state)}
      {state.state === "stopped" && (
        <button type="button" class="button" onClick={() => ownDecoders.runAgain(id)}>
          {say("ownRunAgain")}
        </button>
      )}
    </p>
  );
}

function sayState({ state, problem, timeouts }: RunnerState): string {
  if (state === "stopped") return say("ownStopped", { problem, times: timeouts });
  return state === "broken" ? say("ownBroken", { problem }) : say("ownLastFailure", { problem });
}
