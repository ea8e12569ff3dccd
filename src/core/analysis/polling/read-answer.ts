import { headerOf } from "../../wire/header-of.ts";
import type { Exchange } from "./exchange.ts";

/** An answer's body taken apart. */
export interface AnswerFields {
  /** Null where it was not recorded. Of HEAD, which has no body, what names its state. */
  readonly text: string | null;
  /** The JSON value; undefined where it is none. */
  readonly value: unknown;
  /** Its leaves by their place, `items.0.id`; null where it is no JSON, or has too many. */
  readonly fields: ReadonlyMap<string, string> | null;
}

/** Larger answers are compared as texts: to take them apart costs more than it tells. */
const MAX_FIELDS = 5000;
const MAX_TEXT = 2_000_000;
const MAX_DEPTH = 60;

/** `callback({…})`: JSON that is loaded as a script (JSONP). */
const CALLBACK = /^(?:\/\*\*\/\s{0,20})?[\w$.[\]"']{1,200}\s{0,20}\(/;
/** What some write before JSON so that no script can read it. */
const GUARD = /^\)\]\}',?\s*|^(?:while\(1\)|for\(;;\));\s*/;

/** Takes an answer apart. */
export function readAnswer(exchange: Exchange): AnswerFields {
  if (exchange.method === "HEAD") {
    const { answerHeaders: all } = exchange;
    const state = ["etag", "last-modified", "content-length"].map((name) => headerOf(all, name));
    return {
      text: state.every((it) => it === null) ? null : state.join("\n"),
      value: undefined,
      fields: null,
    };
  }
  const text = exchange.answer;
  if (text === null || text.length > MAX_TEXT) return { text, value: undefined, fields: null };
  const plain = parseJson(text.trim());
  const value = plain === undefined ? parseJson(argumentOf(text.trim())) : plain;
  if (value === undefined) return { text, value, fields: null };
  const fields = new Map<string, string>();
  return { text, value, fields: collect(value, "", 0, fields) ? fields : null };
}

/** What a script hands to its one callback; empty where it is no such script. By hand: an expression would take the square of its time. */
function argumentOf(script: string): string {
  const call = CALLBACK.exec(script.slice(0, 300))?.[0];
  if (call === undefined) return "";
  const bare = script.endsWith(";") ? script.slice(0, -1).trimEnd() : script;
  return bare.endsWith(")") ? bare.slice(call.length, -1).trim() : "";
}

function parseJson(text: string): unknown {
  const bare = text.replace(GUARD, "");
  if (!/^[[{"\dtfn-]/.test(bare)) return undefined;
  try {
    return JSON.parse(bare);
  } catch {
    return undefined;
  }
}

function collect(value: unknown, name: string, depth: number, into: Map<string, string>): boolean {
  if (into.size > MAX_FIELDS || depth > MAX_DEPTH) return false;
  if (typeof value !== "object" || value === null) {
    into.set(name, JSON.stringify(value));
    return true;
  }
  const children = Object.entries(value);
  if (children.length === 0) into.set(name, Array.isArray(value) ? "[]" : "{}");
  return children.every(([key, child]) =>
    collect(child, name === "" ? key : `${name}.${key}`, depth + 1, into),
  );
}

/** A field's place with the places of lists left open: `items.3.id` is `items[].id`. */
export function openPlaces(name: string): string {
  return /\.\d/.test(name) ? name.replace(/\.\d+(?=\.|$)/g, "[]") : name;
}
