/** A decoder that the reader has written, for addresses like its pattern. */
export interface OwnDecoder {
  /** Stays the same when all else is changed. */
  readonly id: string;
  readonly name: string;
  /** Addresses of connections; `*` stands for anything. */
  readonly url: string;
  /** JavaScript with a function `decode(message, connection)`. */
  readonly code: string;
  readonly on: boolean;
}

/** More than anybody writes, and more than is looked through for each connection in no time. */
export const MOST_OWN_DECODERS = 50;
export const MOST_OWN_NAME = 60;
export const MOST_OWN_URL = 2000;
/** In UTF-16 units: room for a library that is pasted in. */
export const MOST_OWN_CODE = 256 * 1024;

/** A decoder by its name in files and filters: apart from those that Duplex has. */
export function toOwnProtocol({ name }: Pick<OwnDecoder, "name">): string {
  return `own:${name}`;
}

export type OwnFault = "no name" | "long name" | "no url" | "long url" | "long code";

/** What is wrong with a decoder; null: nothing, as far as can be said without running it. */
export function checkOwnDecoder({ name, url, code }: Omit<OwnDecoder, "id" | "on">): OwnFault | null {
  if (name.trim() === "") return "no name";
  if (name.length > MOST_OWN_NAME) return "long name";
  if (url.trim() === "") return "no url";
  if (url.length > MOST_OWN_URL) return "long url";
  return code.length > MOST_OWN_CODE ? "long code" : null;
}

/** Reads decoders from unknown input, with `on` only where it says so. Throws a sentence. */
export function parseOwnDecoders(value: unknown): OwnDecoder[] {
  if (!Array.isArray(value)) throw new Error("It has no list of decoders.");
  if (value.length > MOST_OWN_DECODERS) throw new Error(`It has more than ${MOST_OWN_DECODERS} decoders.`);
  const ids = new Set<string>();
  return value.map((it: unknown, index) => {
    const decoder = parseOne(it, `Decoder ${index + 1}`);
    if (ids.has(decoder.id)) throw new Error(`Two decoders have the id ${decoder.id}.`);
    ids.add(decoder.id);
    return decoder;
  });
}

function parseOne(value: unknown, which: string): OwnDecoder {
  if (typeof value !== "object" || value === null) throw new Error(`${which} is no object.`);
  const { id, name, url, code, on } = value as Record<string, unknown>;
  if (typeof id !== "string" || !/^[\w-]{1,64}$/.test(id)) throw new Error(`${which} has no id.`);
  if (typeof name !== "string" || typeof url !== "string" || typeof code !== "string") {
    throw new Error(`${which} has no name, url or code.`);
  }
  const wrong = checkOwnDecoder({ name, url, code });
  if (wrong !== null)
    throw new Error(`${which} has ${wrong === "no name" || wrong === "no url" ? wrong : `a ${wrong}`}.`);
  return { id, name, url, code, on: on === true };
}
