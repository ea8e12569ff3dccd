import type { Carried, Decoder, Part, RawMessage } from "../decoder.ts";

/**
 * Mercure (https://mercure.rocks/spec): what a hub sends is an event stream of what others have published. By its address alone it is
 * known, and what is published may be anything.
 */
export const mercure: Decoder = {
  id: "mercure",
  name: "Mercure",
  possible: ({ kind, inside }) => kind !== "websocket" && inside.length === 0,
  hint: ({ url }) =>
    /\/\.well-known\/mercure\?(?:[^#]{0,1000}&)?(?:topic|match)/i.test(url.slice(0, 2000))
      ? { weight: 0.99, reason: "/.well-known/mercure and a topic stand in the URL" }
      : null,
  vote: () => "silent",
  decode: (message) => [toPart(message)],
  split: (message) => [carriedBy(message)],
};

function toPart(message: RawMessage): Part {
  const { event } = message;
  const isNamed = event !== "" && event !== "message";
  return { kind: "update", event: isNamed ? event : null, carries: carriedBy(message) };
}

function carriedBy({ bytes, binary, event }: RawMessage): Carried {
  return { bytes, binary, event };
}
