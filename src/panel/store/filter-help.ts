import { FIELDS } from "../../core/query/fields.ts";
import { type PlainKey, say } from "../../core/text/say.ts";

/** A line of the help: something that can stand in the field, and what it finds. */
export interface FilterExample {
  readonly text: string;
  readonly says: string;
}

const GENERAL: readonly { readonly text: string; readonly says: PlainKey }[] = [
  { text: "price", says: "aTextAnywherePayloadEvent" },
  { text: '"two words"', says: "theSameWithSpacesAnd" },
  { text: "/ABC\\d+/i", says: "aRegularExpression" },
  { text: "$.data.symbol=ABC", says: "aValueInTheJson" },
  { text: "$.error", says: "anyValueThere" },
  { text: "price dir:sent", says: "both" },
  { text: "price or error", says: "oneOfThem" },
  { text: "-price", says: "notWord" },
  { text: "(a or b) size>1k", says: "parenthesesKeepTogether" },
];

/** The language in examples: all fields, each with the values it may have. */
export function filterExamples(): FilterExample[] {
  return [
    ...GENERAL.map(({ text, says }) => ({ text, says: say(says) })),
    ...FIELDS.map(({ example, says, values }) => ({
      text: example,
      says: values.length === 0 ? say(says) : `${say(says)}: ${values.join(", ")}`,
    })),
  ];
}
