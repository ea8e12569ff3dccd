import { type JsonValue, jsonLength, memberName, memberOf } from "../json/json-value.ts";

/** What a response to a GraphQL operation may have (specification, section 7.1; incremental delivery). */
const MEMBERS: ReadonlySet<string> = new Set([
  "data",
  "errors",
  "extensions",
  "hasNext",
  "incremental",
  "pending",
  "completed",
  "items",
  "label",
  "path",
]);

/** Whether a value is a response that says whether more comes after it, and nothing that is not GraphQL's. */
export function saysWhatComes(value: JsonValue): boolean {
  return (
    value.kind === "object" && memberOf(value, "hasNext")?.kind === "boolean" && hasOnlyItsMembers(value)
  );
}

/** Whether a value is what a GraphQL operation brings: data or errors, and nothing that is not GraphQL's. */
export function isExecutionResult(value: JsonValue): boolean {
  if (value.kind !== "object") return false;
  const data = memberOf(value, "data");
  const isResult =
    data?.kind === "object" ||
    memberOf(value, "errors")?.kind === "array" ||
    memberOf(value, "incremental")?.kind === "array" ||
    (data?.kind === "null" && memberOf(value, "errors") !== null);
  return isResult && hasOnlyItsMembers(value);
}

/** Whether nothing in a value is foreign to a GraphQL response. */
export function hasOnlyItsMembers(value: JsonValue): boolean {
  const count = jsonLength(value);
  if (count > MEMBERS.size) return false;
  for (let index = 0; index < count; index += 1) {
    if (!MEMBERS.has(memberName(value, index))) return false;
  }
  return true;
}
