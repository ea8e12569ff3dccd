import type { EpochMs } from "../../units.ts";
import type { Exchange } from "./exchange.ts";
import { isBareValue } from "./looks-like.ts";

/** One value in a request: a segment of its path, a parameter, a field of its body. */
export interface Slot {
  /** `path.2`, `query.since`, `body.variables.id`. */
  readonly name: string;
  readonly value: string;
}

/** A request taken apart. */
export interface RequestSlots {
  /** Requests of one shape have the same slots, and the same words around their numbers. */
  readonly shape: string;
  readonly slots: readonly Slot[];
  /** The same by name. */
  readonly values: ReadonlyMap<string, string>;
}

/** More fields than this of a body are not told apart, but taken as one text. */
const MAX_FIELDS = 300;
const MAX_DEPTH = 12;

/** Exchanges are not changed, and are taken apart whenever their shape is looked at; large ones would take too much memory. */
const known = new WeakMap<Exchange, RequestSlots>();
const MOST_KNOWN = 40;

/** Takes a request apart; its URL and body are a page's, and may be anything. */
export function readSlots(exchange: Exchange): RequestSlots {
  const before = known.get(exchange);
  if (before !== undefined) return before;
  const slots: Slot[] = [];
  const shape = [exchange.method, readUrl(exchange.url, exchange.at, slots), readBody(exchange, slots)].join(
    " ",
  );
  for (const { name, value } of exchange.requestHeaders) {
    if (isOperation(name)) slots.push({ name: `header.${name.toLowerCase()}`, value });
  }
  const read = { shape, slots, values: new Map(slots.map(({ name, value }) => [name, value])) };
  if (slots.length <= MOST_KNOWN) known.set(exchange, read);
  return read;
}

/** Headers that say what is asked of an endpoint which has one URL for everything: SOAP 1.1 6.1.1, AWS' JSON protocols, server actions. */
function isOperation(header: string): boolean {
  return (
    /(^|-)(soap)?(action|target|operation|method-override)(-name)?$/i.test(header) && !/^hx-/i.test(header)
  );
}

/** A value, or what is in it where it is JSON; answers the names. */
function readValue(name: string, value: string, slots: Slot[]): string[] {
  const json = value.length <= 100_000 ? parseJson(value) : undefined;
  const fields: Slot[] = [];
  if (typeof json !== "object" || json === null || !readFields(json, name, 0, fields))
    fields.splice(0, MAX_FIELDS + 1, { name, value });
  slots.push(...fields);
  return fields.map((it) => it.name.replace(/\.\d+/g, "[]"));
}

function readUrl(url: string, at: EpochMs, slots: Slot[]): string {
  if (!URL.canParse(url)) {
    slots.push({ name: "path.0", value: url });
    return "?";
  }
  const { origin, pathname, searchParams } = new URL(url);
  const segments = pathname.split("/").slice(1);
  for (const [index, value] of segments.entries()) slots.push({ name: `path.${index}`, value });
  const names = new Set<string>();
  const seen = new Map<string, number>();
  for (const [name, value] of searchParams) {
    const isBare = isBareValue(name, value, at);
    const known = isBare ? "" : name;
    const again = seen.get(known) ?? 0;
    seen.set(known, again + 1);
    const slot = `query.${known}${again === 0 ? "" : `.${again}`}`;
    for (const it of readValue(slot, isBare ? name : value, slots)) names.add(it);
  }
  return `${origin}/${segments.map(templateOf).join("/")}?${[...names].sort().join("&")}`;
}

/** A segment with what may be an ID left open: digits, and what is long and has digits in it. */
function templateOf(segment: string): string {
  if (/\d/.test(segment) && segment.length >= 16 && /^[\w~.=+-]+$/.test(segment)) return "{}";
  return segment.replace(/^[0-9a-f]{8,}$/i, "{}").replace(/\d+/g, "{}");
}

function readBody({ body, requestHeaders }: Exchange, slots: Slot[]): string {
  if (body === null || body === "") return "";
  const type = requestHeaders.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
  const json = parseJson(body);
  if (json !== undefined) {
    const fields: Slot[] = [];
    if (readFields(json, "body", 0, fields)) {
      slots.push(...fields);
      return [...new Set(fields.map(({ name }) => name.replace(/\.\d+/g, "[]")))].sort().join(",");
    }
  } else if (isForm(body, type)) {
    const fields = [...new URLSearchParams(body)];
    if (fields.length <= MAX_FIELDS) {
      const names = fields.flatMap(([name, value]) => readValue(`body.${name}`, value, slots));
      return [...new Set(names)].sort().join(",");
    }
  } else {
    const fields = readParts(body, type);
    if (fields !== null) {
      slots.push(...fields);
      return [...new Set(fields.map(({ name }) => name))].sort().join(",");
    }
  }
  slots.push({ name: "body", value: withoutBoundaries(body, type) });
  return "text";
}

/** Where the header was not recorded, a form is known by how it is written. */
function isForm(body: string, type: string): boolean {
  if (body.length >= 100_000) return false;
  return (
    /x-www-form-urlencoded/i.test(type) || (type === "" && /^[\w%.[\]+-]{1,200}=[^\s=<>{}"]*(&|$)/.test(body))
  );
}

/** The fields of a `multipart/form-data` (RFC 7578), whose boundary is another each time; null where it is none. */
function readParts(body: string, type: string): Slot[] | null {
  if (!/^multipart\/form-data\b/i.test(type) || !body.startsWith("--") || body.length > 100_000) return null;
  const end = body.search(/\r?\n/);
  if (end < 3) return null;
  const parts = body.split(body.slice(0, end)).slice(1, MAX_FIELDS + 1);
  return parts.flatMap((part): Slot[] => {
    const name = /\bname="([^"\r\n]{0,200})"/i.exec(part.slice(0, 1000))?.[1];
    const value = part.indexOf("\r\n\r\n");
    if (name === undefined) return [];
    return [{ name: `body.${name}`, value: value < 0 ? "" : part.slice(value + 4).replace(/\r\n$/, "") }];
  });
}

/** Requests that are carried together (RFC 2046 5.1) have boundaries that are others each time. */
function withoutBoundaries(body: string, type: string): string {
  if (!/^multipart\//i.test(type) || !body.startsWith("--") || body.length > 100_000) return body;
  const own = body.slice(2, 200).split(/\r?\n/, 1)[0] ?? "";
  const inner = [...body.matchAll(/\bboundary="?([^\s";]{4,70})/gi)]
    .slice(0, 20)
    .map((it) => it[1] as string);
  return [own, ...inner].reduce((text, it) => (it.length < 4 ? text : text.replaceAll(it, "boundary")), body);
}

function readFields(value: unknown, name: string, depth: number, into: Slot[]): boolean {
  if (into.length > MAX_FIELDS || depth > MAX_DEPTH) return false;
  if (typeof value !== "object" || value === null) {
    into.push({ name, value: String(value) });
    return true;
  }
  const children = Object.entries(value);
  if (children.length === 0) into.push({ name, value: Array.isArray(value) ? "[]" : "{}" });
  return children.every(([key, child]) => readFields(child, `${name}.${key}`, depth + 1, into));
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
