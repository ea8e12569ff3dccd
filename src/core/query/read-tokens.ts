import { findField } from "./fields.ts";

interface Place {
  readonly start: number;
  readonly end: number;
}

/** What may stand for a text: as it is, in quotes, or as a regular expression between slashes. */
export type TextToken =
  | { readonly type: "word"; readonly text: string }
  /** Without its quotes and escapes. */
  | { readonly type: "phrase"; readonly text: string; readonly closed: boolean }
  | { readonly type: "pattern"; readonly text: string; readonly flags: string };

/** A piece of a query's text, and where it stands. */
export type QueryToken = Place &
  (
    | TextToken
    | { readonly type: "open" | "close" | "not" | "or" }
    | {
        readonly type: "field";
        readonly name: string;
        readonly operator: string;
        readonly value: TextToken | { readonly type: "none" };
        readonly valueAt: number;
      }
    /** From `$` to the end of the value that it is compared with. */
    | { readonly type: "path" }
  );

const SPACE = /\s/;
/** A URL is a text, not a field of its scheme. */
const FIELD = /([a-z][a-z-]*)(:(?!\/\/)|>=|<=|!=|==|>|<|=)/iy;
/** Those that do not make a regular expression remember where it was. */
const FLAGS = /[imsuv]*/y;

/** Divides the text of a query. Every text can be divided; what does not fit together, the parser says. */
export function readTokens(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text[at] as string)) {
      at += 1;
      continue;
    }
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function readToken(text: string, start: number): QueryToken {
  const sign = text[start];
  if (sign === "(" || sign === ")") return { type: sign === "(" ? "open" : "close", start, end: start + 1 };
  if (sign === "-") return { type: "not", start, end: start + 1 };
  if (sign === "$" && (text[start + 1] === "." || text[start + 1] === "[")) {
    return { type: "path", start, end: endOfPath(text, start) };
  }
  FIELD.lastIndex = start;
  const [whole = "", name = "", operator = ""] = FIELD.exec(text) ?? [];
  if (operator === ":" || findField(name) !== undefined) {
    const valueAt = start + whole.length;
    const { token: value, end } = readText(text, valueAt);
    return { type: "field", name, operator, value, valueAt, start, end };
  }
  const { token, end } = readText(text, start);
  if (token.type === "none") return { type: "word", text: "", start, end: start + 1 };
  if (token.type === "word" && (token.text === "or" || token.text === "OR"))
    return { type: "or", start, end };
  return { ...token, start, end };
}

function readText(text: string, start: number): { token: TextToken | { type: "none" }; end: number } {
  if (text[start] === '"') return readPhrase(text, start);
  const pattern = text[start] === "/" ? readPattern(text, start) : null;
  if (pattern !== null) return pattern;
  let end = start;
  while (end < text.length && !isEnd(text, end)) end += 1;
  return { token: end === start ? { type: "none" } : { type: "word", text: text.slice(start, end) }, end };
}

function isEnd(text: string, at: number): boolean {
  const sign = text[at];
  return sign === undefined || sign === "(" || sign === ")" || SPACE.test(sign);
}

function readPhrase(text: string, start: number): { token: TextToken; end: number } {
  let phrase = "";
  let at = start + 1;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    const escaped = text[at] === "\\" && (text[at + 1] === '"' || text[at + 1] === "\\");
    if (escaped) at += 1;
    phrase += text[at];
  }
  const closed = at < text.length;
  return { token: { type: "phrase", text: phrase, closed }, end: closed ? at + 1 : at };
}

/** Null where it is a path such as `/api/new`: without a second slash, or with something else than flags behind it. */
function readPattern(text: string, start: number): { token: TextToken; end: number } | null {
  let inClass = false;
  let at = start + 1;
  for (; at < text.length && (inClass || text[at] !== "/"); at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "[") inClass = true;
    else if (text[at] === "]") inClass = false;
  }
  if (at >= text.length || at === start + 1) return null;
  FLAGS.lastIndex = at + 1;
  const flags = FLAGS.exec(text)?.[0] ?? "";
  const end = at + 1 + flags.length;
  if (!isEnd(text, end) || new Set(flags).size < flags.length) return null;
  return { token: { type: "pattern", text: text.slice(start + 1, at), flags }, end };
}

/** Spaces and parentheses in quotes are part of it. */
function endOfPath(text: string, start: number): number {
  let quote: string | null = null;
  let at = start;
  for (; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (quote !== null) {
      if (sign === "\\") at += 1;
      else if (sign === quote) quote = null;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (isEnd(text, at)) break;
  }
  return Math.min(at, text.length);
}
