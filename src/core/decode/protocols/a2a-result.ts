import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";

/** The states in which nothing more comes of a task, as A2A has them since 1.0 and before. */
const ENDED = /^(?:TASK_STATE_)?(?:COMPLETED|FAILED|CANCELL?ED|REJECTED)$/i;

/**
 * Whether a result that a stream of the Agent2Agent protocol brings is its last (https://a2a-protocol.org/latest/specification, 3.1.2): an update that says that it is, or of a task that has ended, or a
 * message, which is an answer by itself.
 */
export function endsA2aStream(result: JsonValue | null): boolean {
  if (result?.kind !== "object") return false;
  const kind = stringOf(memberOf(result, "kind"));
  const update = kind === "status-update" ? result : memberOf(result, "statusUpdate");
  if (update !== null)
    return memberOf(update, "final")?.kind === "boolean" ? isTrue(update) : hasEnded(update);
  const task = kind === "task" ? result : memberOf(result, "task");
  if (task !== null) return hasEnded(task);
  const message = kind === "message" ? result : memberOf(result, "message");
  return memberOf(message, "messageId") !== null && memberOf(message, "parts")?.kind === "array";
}

/** The older versions say `final` in each update: they count by it. */
function isTrue(update: JsonValue): boolean {
  const final = memberOf(update, "final");
  return final !== null && final.bytes[final.from] === 0x74;
}

function hasEnded(task: JsonValue): boolean {
  const state = stringOf(memberOf(memberOf(task, "status"), "state"));
  return state !== null && ENDED.test(state);
}
