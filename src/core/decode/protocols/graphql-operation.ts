import { memberString } from "../json/json-child.ts";
import { toOneLine } from "../json/json-text.ts";
import type { JsonValue } from "../json/json-value.ts";

/** What is asked of a GraphQL server. */
export interface GraphqlOperation {
  readonly type: "query" | "mutation" | "subscription";
  /** Its name; without one, the first field that it asks for. */
  readonly name: string | null;
  /** The beginning of the document in one line. */
  readonly text: string;
}

/** A document is searched so far for its first operation. */
const SEARCHED = 4000;

const OPERATION = /(?:^|[\s}])(query|mutation|subscription)\b\s*([A-Za-z_]\w*)?/;
const FIRST_FIELD = /\{\s*(?:[A-Za-z_]\w*\s*:\s*)?([A-Za-z_]\w*)/;

/** Reads `query` and `operationName` of a request (GraphQL over HTTP, section 4); null where there is no document. */
export function readOperation(payload: JsonValue | null): GraphqlOperation | null {
  const query = memberString(payload, "query");
  if (query === null) return null;
  const searched = query.slice(0, SEARCHED);
  const start = searched.includes("#") ? searched.replace(/#[^\n]*/g, "") : searched;
  const found = OPERATION.exec(start);
  const named = memberString(payload, "operationName");
  const name = named || found?.[2] || FIRST_FIELD.exec(start)?.[1] || null;
  return {
    type: (found?.[1] as GraphqlOperation["type"]) ?? "query",
    name,
    text: toOneLine(start.slice(0, 160)).trim(),
  };
}
