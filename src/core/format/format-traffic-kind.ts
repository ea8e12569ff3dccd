import type { TrafficKind } from "../analysis/advice/traffic-kind.ts";
import { type PlainKey, say } from "../text/say.ts";

const WORDS: Readonly<Record<TrafficKind, PlainKey>> = {
  game: "trafficGame",
  "token stream": "trafficTokenStream",
  "collaborative editing": "trafficCollaboration",
  feed: "trafficFeed",
  notifications: "trafficNotifications",
  chat: "trafficChat",
};

/** What a connection is for, in a word or two. */
export function formatTrafficKind(kind: TrafficKind): string {
  return say(WORDS[kind]);
}
