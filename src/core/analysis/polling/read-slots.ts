import type { Exchange } from "./exchange.ts";

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
  const shape = [exchange.method, readUrl(exchange.url, slots), readBody(exchange, slots)].join(" ");
  const read = { shape, slots, values: new Map(slots.map(({ name, value }) => [name, value])) };
  if (slots.length <= MOST_KNOWN) known.set(exchange, read);
  return read;
}

function readUrl(url: string, slots: Slot[]): string {
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
    // A parameter that is only a number is a value without a name: `?1700000000000`.
    const isBare = value === "" && /^[\d.]{6,}$/.test(name);
    const known = isBare ? "" : name;
    const again = seen.get(known) ?? 0;
    seen.set(known, again + 1);
    slots.push({
      name: `query.${known}${again === 0 ? "" : `.${again}`}`,
      value: isBare ? name : value,
    });
    names.add(known);
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
    const fields = [...new URLSearchParams(body)].map(([name, value]) => ({ name: `body.${name}`, value }));
    if (fields.length <= MAX_FIELDS) {
      slots.push(...fields);
      return [...new Set(fields.map(({ name }) => name))].sort().join(",");
    }
  } else {
    const fields = readParts(body, type);
    if (fields !== null) {
      slots.push(...fields);
      return [...new Set(fields.map(({ name }) => name))].sort().join(",");
    }
  }
  slots.push({ name: "body", value: body });
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
