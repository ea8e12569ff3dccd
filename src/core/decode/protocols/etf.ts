import { etfToJson } from "../values/etf-json.ts";
import { createRecodedDecoder } from "../values/recoded-decoder.ts";

/** The sign of maps, behind the format's version. */
const MAP = 116;

/** Messages that are terms of Erlang, as Discord's gateway sends with `encoding=etf`. */
export const etf = createRecodedDecoder({
  id: "etf",
  name: "Erlang terms",
  toJson: etfToJson,
  vote: (bytes) => (bytes[1] === MAP ? "proof" : "silent"),
  hint: ({ url }) =>
    /[?&]encoding=etf(?:&|$)/.test(url.slice(0, 2000))
      ? { weight: 0.6, reason: "encoding=etf stands in the URL" }
      : null,
});
