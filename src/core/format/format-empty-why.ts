import { type PlainKey, say } from "../text/say.ts";

/** Of `EmptyWhy`, what is not a sign of the protocol's or the format's. */
const WORDS: Readonly<Record<string, PlainKey>> = {
  "no body": "emptyNoBody",
  "empty envelope": "emptyEnvelope",
  "only the protocol's own": "emptyOwn",
  "as last time": "emptyAsLastTime",
  taught: "emptyTaught",
};

/** Why an answer told nothing: `304`, `[]`, `as last time`. */
export function formatEmptyWhy(why: string): string {
  const key = WORDS[why];
  return key === undefined ? why : say(key);
}
