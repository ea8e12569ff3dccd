import { CONVERSATIONS } from "../../core/decode/conversations/all.ts";
import type { Conversation } from "../../core/decode/conversations/conversation.ts";
import { toMessages } from "../../support/decode-conversation.ts";
import { type Compared, mostOfJson } from "./compared.ts";
import { sampleJson } from "./sample-json.ts";

const decoder = new TextDecoder();

/** JSON alone, by size; and the labelled conversations of protocols that are JSON, of which no package is at hand: beside what their clients begin with. */
export function comparedJson(): Compared[] {
  const sizes = [60, 200, 4096, 65_536].map((size): Compared => {
    const messages = toMessages([`< ${JSON.stringify(sampleJson(size))}`]);
    return {
      protocol: `JSON of ${size} B`,
      against: "JSON.parse",
      decoders: [],
      messages,
      theirs: (text: string) => JSON.parse(text),
      most: mostOfJson(size),
    };
  });
  return [...sizes, ...CONVERSATIONS.filter(isJson).map(toCompared)];
}

function isJson({ protocols, lines }: Conversation): boolean {
  const isOne = (bytes: Uint8Array) => {
    try {
      return typeof JSON.parse(decoder.decode(bytes)) === "object";
    } catch {
      return false;
    }
  };
  return protocols.length === 1 && toMessages(lines).every(({ bytes, binary }) => !binary && isOne(bytes));
}

function toCompared({ name, protocols, facts, lines }: Conversation): Compared {
  return {
    protocol: name,
    against: "JSON.parse",
    decoders: protocols,
    ...(facts && { facts }),
    messages: toMessages(lines),
    theirs: (text: string) => JSON.parse(text),
    most: null,
  };
}
