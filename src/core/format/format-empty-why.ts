import type { EmptyWhy } from "../analysis/polling/judge-answers.ts";
import { type PlainKey, say } from "../text/say.ts";

const WORDS: Partial<Record<EmptyWhy, PlainKey>> = {
  "no body": "emptyNoBody",
  "empty envelope": "emptyEnvelope",
  "only the protocol's own": "emptyOwn",
  "as last time": "emptyAsLastTime",
  taught: "emptyTaught",
};

/** Why an answer told nothing: `304`, `[]`, `as last time`. */
export function formatEmptyWhy(why: EmptyWhy): string {
  const key = WORDS[why];
  return key === undefined ? why : say(key);
}
