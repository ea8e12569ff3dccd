import { say } from "../text/say.ts";
import { FIELDS, findField } from "./fields.ts";
import { readTokens } from "./read-tokens.ts";

/** What could stand at the cursor: `text` in the place of what is between `start` and `end`. */
export interface QueryCandidate {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A few words on it; "" where it speaks for itself. */
  readonly says: string;
  /** A value is to follow. */
  readonly open: boolean;
}

/** What is known of the session: values that would find something, the most frequent first. */
export interface QueryVocabulary {
  readonly url?: readonly string[];
  readonly event?: readonly string[];
  readonly "event-type"?: readonly string[];
  readonly means?: readonly string[];
  readonly proto?: readonly string[];
  readonly kind?: readonly string[];
  readonly channel?: readonly string[];
}

/** More than a list shows. */
const MAX_CANDIDATES = 20;

/** The candidates for the cursor's place (UTF-16 code units) in the text of a query; none within a phrase or a pattern. */
export function completeQuery(
  text: string,
  cursor: number,
  vocabulary: QueryVocabulary = {},
): QueryCandidate[] {
  const token = readTokens(text).find(({ start, end }) => start < cursor && cursor <= end);
  if (token === undefined || token.type === "open" || token.type === "not")
    return fieldsFor("", cursor, cursor);
  if (token.type === "word" || token.type === "or") {
    return fieldsFor(text.slice(token.start, cursor), token.start, token.end);
  }
  if (token.type !== "field" || cursor < token.valueAt || token.value.type === "pattern") return [];
  const field = findField(token.name);
  if (field === undefined) return [];
  const begun = text.slice(token.valueAt, cursor).replace(/^"/, "").toLowerCase();
  const known = vocabulary[field.name as keyof QueryVocabulary] ?? [];
  const fitting =
    field.values.length > 0
      ? field.values.filter((it) => it.startsWith(begun))
      : [...(field.known ?? []), ...known].filter((it) => it.toLowerCase().includes(begun));
  return fitting.slice(0, MAX_CANDIDATES).map((value) => ({
    text: inQuotes(value),
    start: token.valueAt,
    end: token.end,
    says: "",
    open: false,
  }));
}

function fieldsFor(begun: string, start: number, end: number): QueryCandidate[] {
  const fitting = FIELDS.filter(({ name }) => name.startsWith(begun.toLowerCase()));
  const path = "$.".startsWith(begun) ? [{ text: "$.", start, end, says: say("fieldPath"), open: true }] : [];
  return [
    ...fitting.map(({ name, operators, says }) => ({
      text: `${name}${operators[0] === ":" ? ":" : ">"}`,
      start,
      end,
      says: say(says),
      open: true,
    })),
    ...path,
  ];
}

/** A value that would otherwise end too soon, or be read as something else. */
function inQuotes(value: string): string {
  if (value !== "" && !/[\s()"\\]/.test(value) && !value.startsWith("/")) return value;
  return `"${value.replace(/["\\]/g, "\\$&")}"`;
}
