import type { Carried, Decoder, RawMessage, Vote } from "../decoder.ts";
import { etfToJson } from "../values/etf-json.ts";

/** Where a term begins that is a map: the format's version, the sign of maps. */
const VERSION = 131;
const MAP = 116;

let lastBytes: Uint8Array | null = null;
let lastJson: Uint8Array | null = null;

/** Messages that are terms of Erlang, as Discord's gateway sends with `encoding=etf`: read as the JSON that they would be. */
export const etf: Decoder = {
  id: "etf",
  name: "Erlang terms",
  hint: ({ url }) =>
    /[?&]encoding=etf(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.6, reason: "encoding=etf stands in the URL" }
      : null,
  vote(message): Vote {
    const { bytes, binary, cut } = message;
    if (!binary || cut || bytes.length === 0) return "silent";
    if (bytes[0] !== VERSION) return "against";
    if (carriedBy(message) === null) return "against";
    return bytes[1] === MAP ? "proof" : "silent";
  },
  decode(message) {
    const carries = carriedBy(message);
    return carries === null ? null : [{ kind: "etf", carries }];
  },
  split(message) {
    const carries = carriedBy(message);
    return carries === null ? [] : [carries];
  },
};

/** The same message is asked for several times, one after the other. */
function carriedBy({ bytes, binary }: RawMessage): Carried | null {
  if (!binary) return null;
  if (bytes !== lastBytes) {
    lastBytes = bytes;
    lastJson = etfToJson(bytes);
  }
  return lastJson === null ? null : { bytes: lastJson, binary: false };
}
