import type { Beat } from "./message-facts.ts";

const PING = /^(?:(?:client|server|app|primus::|engine|ws|user|game)?[-_.: ]*(?:ping|are you there\??))$/i;
const PONG =
  /^(?:(?:client|server|app|primus::|engine|ws|user|game)?[-_.: ]*(?:pong|ping[-_.: ]?(?:ack|reply|response|ok)))$/i;
const EITHER =
  /^(?:(?:client|server|app)?[-_.: ]*(?:heart-?_?beat|keep[-_ ]?alive|hb)(?:[-_.: ]?(?:ack|ok|reply|response))?)$/i;
const ANSWERED = /(?:ack|ok|reply|response)$/i;

/** The longest word there is. */
const MOST_LENGTH = 40;

/** Whether a text, or what a message calls itself, is a word of a heartbeat, and which. */
export function findBeat(text: string): Beat | null {
  if (text.length < 2 || text.length > MOST_LENGTH) return null;
  const word = text.trim();
  if (PING.test(word)) return "ping";
  if (PONG.test(word)) return "pong";
  if (!EITHER.test(word)) return null;
  return ANSWERED.test(word) ? "pong" : "beat";
}

/** Engine.IO's packets, whose handshake may have been before the recording began. Others may mean anything by them, so their times must say so, too. */
const BARE: Readonly<Record<string, Beat>> = { "2": "ping", "3": "pong" };

/** What a whole text is that says no more than that; null of most. */
export function findBareBeat(text: string): Beat | null {
  return Object.hasOwn(BARE, text) ? (BARE[text] as Beat) : null;
}
