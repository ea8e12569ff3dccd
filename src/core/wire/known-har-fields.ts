import type { HarEntry } from "./events.ts";

type Fields = Record<string, unknown>;
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string";
/** A sum of many still is a whole number that counts bytes. */
const MAX_SIZE = 1e12;
/** HAR's -1 is a size that is not known. */
const isSize: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= -1 && (value as number) <= MAX_SIZE;

const REQUEST: Readonly<Record<string, Check>> = {
  httpVersion: isText,
  headersSize: isSize,
  bodySize: isSize,
};
const RESPONSE: Readonly<Record<string, Check>> = { ...REQUEST, statusText: isText };
const POST_DATA: Readonly<Record<string, Check>> = { mimeType: isText, text: isText };
const CONTENT: Readonly<Record<string, Check>> = {
  size: isSize,
  mimeType: isText,
  text: isText,
  encoding: isText,
  comment: isText,
};

/**
 * The entry without those of HAR's optional fields that are not of HAR's type, as a text that is a number or null, or a size that counts no bytes: they are as good as
 * not told, and who reads them relies on their type. The same object where there is none; fields that HAR does not know stay as they are.
 */
export function withoutUnusableFields(entry: HarEntry): HarEntry {
  const request = cleanPart(clean(entry.request, REQUEST), "postData", POST_DATA);
  const response = cleanPart(clean(entry.response, RESPONSE), "content", CONTENT);
  if (request === entry.request && response === entry.response) return entry;
  return { ...entry, request, response };
}

function clean<T extends Fields>(fields: T, checks: Readonly<Record<string, Check>>): T {
  const wrong = Object.keys(checks).filter(
    (name) => fields[name] !== undefined && !(checks[name] as Check)(fields[name]),
  );
  if (wrong.length === 0) return fields;
  const cleaned: Fields = { ...fields };
  for (const name of wrong) delete cleaned[name];
  return cleaned as T;
}

function cleanPart<T extends Fields>(fields: T, name: string, checks: Readonly<Record<string, Check>>): T {
  const part = fields[name];
  if (typeof part !== "object" || part === null) return fields;
  const cleaned = clean(part as Fields, checks);
  return cleaned === part ? fields : { ...fields, [name]: cleaned };
}
