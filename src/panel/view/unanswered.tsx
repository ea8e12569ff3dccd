import { type PlainKey, say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** In the place of what the engine is asked for: that it is awaited (in these words), or that no answer comes. */
export function Unanswered({ meanwhile = "waitingForAnAnswer" }: { meanwhile?: PlainKey }) {
  const isSilent = usePanel().isSilent.value;
  return (
    <div class="nothing is-waiting" role="status">
      <p>{say(isSilent ? "notKnownTheRecorderDoesNot" : meanwhile)}</p>
    </div>
  );
}

/** Before what an engine has said that says nothing any more. */
export function LastHeardNote() {
  if (!usePanel().isSilent.value) return null;
  return <p class="last-heard is-troubled">{say("thisIsAsLastHeard")}</p>;
}
