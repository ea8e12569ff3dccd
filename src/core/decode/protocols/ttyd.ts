import { textOf } from "../bytes/text-of.ts";
import type { Carried, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { memberOf, readJson } from "../json/json-value.ts";

const RECEIVED: Readonly<Record<string, string>> = { "0": "output", "1": "title", "2": "preferences" };
const SENT: Readonly<Record<string, string>> = { "0": "input", "1": "resize", "2": "pause", "3": "resume" };

/** ttyd, a terminal in the browser (https://github.com/tsl0922/ttyd, src/server.h): a sign says what follows. */
export const ttyd: Decoder = {
  id: "ttyd",
  name: "ttyd",
  possible: ({ subprotocol }) => subprotocol === "tty",
  hint: () => ({ weight: 0.75, reason: "the subprotocol is tty" }),
  vote: (message): Vote => {
    const kind = kindOf(message);
    if (kind === null) return "against";
    if (kind === "hello") return "proof";
    if (kind === "pause" || kind === "resume") return message.bytes.length === 1 ? "silent" : "against";
    if (kind !== "resize" && kind !== "preferences") return "silent";
    const value = readJson(message.bytes, 1);
    if (kind === "preferences") return value?.kind === "object" ? "silent" : "against";
    return memberOf(value, "columns")?.kind === "number" ? "fits" : "against";
  },
  decode(message) {
    const kind = kindOf(message);
    return kind === null ? null : [toPart(kind, message)];
  },
};

function kindOf({ bytes, received }: RawMessage): string | null {
  const first = String.fromCharCode(bytes[0] ?? 0);
  if (!received && first === "{") {
    const value = readJson(bytes);
    // Before version 1.7 the size came in a message of its own, and the token alone is here.
    const isHello = memberOf(value, "columns") !== null || memberOf(value, "AuthToken") !== null;
    return isHello ? "hello" : null;
  }
  const kinds = received ? RECEIVED : SENT;
  return Object.hasOwn(kinds, first) ? (kinds[first] as string) : null;
}

function toPart(kind: string, message: RawMessage): Part {
  const { bytes } = message;
  const isText = kind === "output" || kind === "input";
  // What it identifies with is a secret, which a row need not show.
  if (kind === "hello") return { kind, control: true, summary: "hello" };
  const rest: Carried = { bytes: bytes.subarray(1), binary: false };
  if (isText) return { kind, carries: rest };
  const said = textOf(bytes, 1, Math.min(bytes.length, 160));
  return { kind, control: true, summary: `${kind} ${said}`.trim() };
}
