import { FIELDS } from "../../core/query/fields.ts";

/** A line of the help: something that can stand in the field, and what it finds. */
export interface FilterExample {
  readonly text: string;
  readonly says: string;
}

const GENERAL: readonly FilterExample[] = [
  { text: "price", says: "a text anywhere: payload, event type, ID, address" },
  { text: '"two words"', says: "the same, with spaces and signs" },
  { text: "/ABC\\d+/i", says: "a regular expression" },
  { text: "$.data.symbol=ABC", says: "a value in the JSON of the payload" },
  { text: "$.error", says: "any value there" },
  { text: "price dir:sent", says: "both" },
  { text: "price or error", says: "one of them" },
  { text: "-price", says: "not" },
  { text: "(a or b) size>1k", says: "parentheses keep together" },
];

/** The language in examples: all fields, each with the values it may have. */
export const FILTER_EXAMPLES: readonly FilterExample[] = [
  ...GENERAL,
  ...FIELDS.map(({ example, says, values }) => ({
    text: example,
    says: values.length === 0 ? says : `${says}: ${values.join(", ")}`,
  })),
];
