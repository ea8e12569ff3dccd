import { say } from "../text/say.ts";
import { findField } from "./fields.ts";
import { parseJsonPath } from "./json-path.ts";
import { parseJsonTest, parseValue, patternOf } from "./parse-value.ts";
import type { Query, QueryRemark } from "./query.ts";
import { type QueryToken, readTokens } from "./read-tokens.ts";

/** The query of a text, null where it asks for nothing; or what is wrong and where. */
export type ParsedQuery =
  | { readonly query: Query | null; readonly notes: readonly QueryRemark[]; readonly problem?: never }
  | { readonly problem: QueryRemark; readonly query?: never };

/** Deeper parentheses than anybody writes: the parser must not run out of stack. */
const MAX_DEPTH = 100;

class Wrong extends Error {
  constructor(readonly remark: QueryRemark) {
    super(remark.message);
  }
}

/**
 * Parses the text of the Filter field: words, "phrases", /patterns/, fields (`dir:sent`, `size>1k`, `$.path=value`), `-` for
 * not, `or`, parentheses. What stands side by side must all match; `or` binds less. Never throws.
 */
export function parseQuery(text: string): ParsedQuery {
  const tokens = readTokens(text);
  const notes: QueryRemark[] = [];
  let next = 0;
  try {
    if (tokens.length === 0) return { query: null, notes };
    const query = parseAny(0);
    const left = tokens[next];
    if (left !== undefined) wrong(say("thisClosesNothing"), left);
    return { query, notes };
  } catch (error) {
    if (error instanceof Wrong) return { problem: error.remark };
    throw error;
  }

  function parseAny(depth: number): Query {
    const of = [parseAll(depth)];
    while (tokens[next]?.type === "or") {
      const or = tokens[next] as QueryToken;
      next += 1;
      if (!isBegin(tokens[next])) wrong(say("nothingStandsAfterOrIn"), or);
      of.push(parseAll(depth));
    }
    return of.length === 1 ? (of[0] as Query) : { type: "any", of };
  }

  function parseAll(depth: number): Query {
    const of: Query[] = [];
    while (isBegin(tokens[next])) of.push(parseOne(depth));
    const found = tokens[next];
    if (of.length === 0) {
      if (found?.type === "or") wrong(say("nothingStandsBeforeOrIn"), found);
      const before = tokens[next - 1];
      if (found?.type === "close" && before === undefined) wrong(say("thisClosesNothing"), found);
      wrong(say("nothingStandsInTheseParentheses"), {
        start: before?.start ?? 0,
        end: found?.end ?? text.length,
      });
    }
    return of.length === 1 ? (of[0] as Query) : { type: "all", of };
  }

  function parseOne(depth: number): Query {
    const token = tokens[next] as QueryToken;
    next += 1;
    if (depth > MAX_DEPTH) wrong(say("thisIsTooDeep"), token);
    if (token.type === "not") {
      if (!isBegin(tokens[next])) wrong(say("nothingStandsAfterInQuotes"), token);
      return { type: "not", of: parseOne(depth + 1) };
    }
    if (token.type === "open") {
      const inner = parseAny(depth + 1);
      if (tokens[next]?.type !== "close") wrong(say("thisIsNotClosed"), token);
      next += 1;
      return inner;
    }
    return parseTerm(token);
  }

  function parseTerm(token: QueryToken): Query {
    switch (token.type) {
      case "phrase":
        if (!token.closed) wrong(say("aIsMissingAtThe"), token);
        return { type: "anywhere", match: { type: "text", text: token.text.toLowerCase(), exactly: false } };
      case "pattern": {
        const match = patternOf(token.text, token.flags);
        if ("problem" in match) return wrong(match.problem, token);
        return { type: "anywhere", match };
      }
      case "field":
        return parseField(token);
      case "path":
        return parsePath(token);
      // These were asked for before.
      case "open":
      case "close":
      case "not":
      case "or":
        return wrong(say("thisCannotStandHere"), token);
      case "word":
        return { type: "anywhere", match: { type: "text", text: token.text.toLowerCase(), exactly: false } };
    }
  }

  function parseField(token: QueryToken & { type: "field" }): Query {
    const field = findField(token.name);
    if (field === undefined) {
      const end = token.start + token.name.length;
      return wrong(say("thereIsNoFieldIn", { token: token.name }), { start: token.start, end });
    }
    const { operator, value } = token;
    const operatorAt = { start: token.start, end: token.valueAt };
    if (!field.operators.includes(operator)) {
      wrong(say("isWrittenLikeThis", { field: field.name, example: field.example }), operatorAt);
    }
    if (value.type === "none") wrong(say("aValueIsMissing", { example: field.example }), operatorAt);
    if (value.type === "phrase" && !value.closed) {
      wrong(say("aIsMissingAtThe"), { start: token.valueAt, end: token.end });
    }
    const query = parseValue(field, operator, value);
    if ("problem" in query) return wrong(query.problem, { start: token.valueAt, end: token.end });
    return query;
  }

  function parsePath(token: QueryToken & { type: "path" }): Query {
    const path = parseJsonPath(text, token.start);
    if ("problem" in path) return wrong(path.problem, path);
    const test = parseJsonTest(text.slice(path.end, token.end));
    if (test === null) return { type: "json", path: path.steps, test };
    if ("problem" in test) return wrong(test.problem, { start: path.end, end: token.end });
    return { type: "json", path: path.steps, test };
  }
}

function isBegin(token: QueryToken | undefined): boolean {
  return token !== undefined && token.type !== "or" && token.type !== "close";
}

function wrong(message: string, { start, end }: { start: number; end: number }): never {
  throw new Wrong({ message, start, end });
}
