/** An extension of a `Sec-WebSocket-Extensions` header, with its parameters as they are written; null is: without a value. */
export interface Extension {
  readonly name: string;
  readonly params: readonly (readonly [name: string, value: string | null])[];
}

/** Reads a `Sec-WebSocket-Extensions` header (RFC 6455 9.1). What is not well-formed is taken as it is. */
export function parseExtensions(header: string): Extension[] {
  return split(header, ",").flatMap((it) => {
    const [name, ...params] = split(it, ";");
    return name === undefined ? [] : [{ name, params: params.map(parseParam) }];
  });
}

function parseParam(text: string): [string, string | null] {
  const cut = text.indexOf("=");
  if (cut < 0) return [text, null];
  const value = text.slice(cut + 1).trim();
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [text.slice(0, cut).trim(), isQuoted ? value.slice(1, -1) : value];
}

/** Parts at a separator outside of quotes, without those that are empty. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    if (sign === separator && !quoted) {
      parts.push(part);
      part = "";
    } else {
      part += sign;
    }
  }
  return [...parts, part].map((it) => it.trim()).filter((it) => it !== "");
}
