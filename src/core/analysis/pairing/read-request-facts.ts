import { readJsonContainer } from "../../decode/json/json-value.ts";
import type { Exchange } from "../polling/exchange.ts";
import type { MessageFacts } from "./message-facts.ts";
import { createShapeBuilder, type ShapeBuilder } from "./message-shape.ts";
import { readJsonFacts } from "./read-json-facts.ts";
import { createScalarBag, type ScalarBag } from "./scalar-bag.ts";
import { DRAWN_BITS, valueBits } from "./value-evidence.ts";

/** What such a request wants is done. */
const ASKING = new Set(["POST", "PUT", "PATCH", "DELETE"]);
/** What only reads is answered where it was asked; it is looked at where it names itself, by what was drawn by chance: of what it reads others may tell at any time. */
const READING = "GET";
/** Bodies are looked at up to there. */
const MOST_BODY = 4096;
/** Headers that name a request (`X-Request-ID`, `Idempotency-Key`, W3C Trace Context). */
const NAMING_HEADER =
  /^(?:x-)?(?:(?:request|correlation|operation|message|idempotency|trace|command|job)-?(?:id|key)|traceparent)$/i;
/** The same as parameters of an address. */
const NAMING_PARAMETER =
  /^(?:(?:req(?:uest)?|corr(?:elation)?|operation|message|msg|idempotency|trace|command|job|rpc|call|invocation|transaction)[-_]?(?:id|key)|rid|nonce)$/i;
const MOST_FORM = 12;

const encoder = new TextEncoder();

/** Whether requests of a method may be answered on another connection. */
export function mayBeAnsweredElsewhere(method: string | null): boolean {
  return method !== null && (ASKING.has(method) || method === READING);
}

/**
 * What a finished request says that may come back on another connection: values of its body, of its address, of headers that name it, and
 * (`answer.…`) of its own answer, which often names what was begun. Null where it says nothing.
 */
export function readRequestFacts(
  request: Pick<Exchange, "row" | "at" | "method" | "url" | "body" | "answer" | "requestHeaders" | "asset">,
): MessageFacts | null {
  const { row, at, method, url, body, answer, requestHeaders, asset } = request;
  if (asset || !mayBeAnsweredElsewhere(method) || !URL.canParse(url)) return null;
  const isReading = method === READING;
  const { pathname, searchParams } = new URL(url);
  const name = pathname.replace(/\d+/g, "#").slice(0, 64);
  const bag = createScalarBag();
  const shape = createShapeBuilder(`${method} ${name} `);
  for (const { name: header, value } of requestHeaders)
    if (NAMING_HEADER.test(header)) readName(`header ${header.toLowerCase()}`, value, isReading, bag);
  for (const [key, value] of [...searchParams].slice(0, MOST_FORM)) {
    if (!isReading) readValue(`?${key}`, value, bag);
    else if (NAMING_PARAMETER.test(key)) readName(`?${key}`, value, true, bag);
  }
  if (body !== null && !isReading && !readJson(body, "", bag, shape)) readForm(body, bag);
  if (answer !== null && !isReading) readJson(answer, "answer", bag, createShapeBuilder(""));
  if (bag.scalars.length === 0) return null;
  return {
    row,
    at,
    received: false,
    shape: shape.shape,
    label: shape.label || `${method} ${name}`,
    beat: null,
    correlation: null,
    protocol: "",
    scalars: bag.scalars,
    head: null,
    tail: null,
  };
}

function readName(path: string, value: string, isDrawn: boolean, bag: ScalarBag): void {
  if (!isDrawn || valueBits(value) >= DRAWN_BITS) bag.text(path, value);
}

function readJson(text: string, path: string, bag: ScalarBag, shape: ShapeBuilder): boolean {
  const bytes = encoder.encode(text.slice(0, MOST_BODY));
  const root = readJsonContainer(bytes, 0, bytes.length, text.length > MOST_BODY);
  if (root === null) return false;
  readJsonFacts(root, bag, shape, path);
  return true;
}

function readForm(text: string, bag: ScalarBag): void {
  if (text.length > MOST_BODY || !/^[\w.%+-]+=/.test(text)) return;
  for (const [key, value] of [...new URLSearchParams(text)].slice(0, MOST_FORM)) readValue(key, value, bag);
}

function readValue(path: string, value: string, bag: ScalarBag): void {
  if (/^\d+$/.test(value)) bag.number(path, value);
  else bag.text(path, value);
}
