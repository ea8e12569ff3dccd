import type { MessageTypes } from "../decode/proto/schema-decoder.ts";
import { findKeptChoice, type KeptFor, withKeptChoice } from "./kept-choice.ts";

/** Which types of a schema messages have, by the reader's word. */
export interface SchemaRule extends MessageTypes, KeptFor {}

/** The rule for a connection; null where there is none. */
export function findSchemaRule(
  rules: readonly SchemaRule[],
  session: string,
  about: { readonly id: number; readonly url: string },
): SchemaRule | null {
  return findKeptChoice(rules, session, about);
}

/** Adds a rule in the place of one about the same; one that names no type only takes that away. */
export function withSchemaRule(rules: readonly SchemaRule[], rule: SchemaRule): SchemaRule[] {
  return withKeptChoice(rules, rule, rule.sent === null && rule.received === null);
}
