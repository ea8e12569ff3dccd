import { expect, test } from "vitest";
import { decoderOf, toMessages } from "../../support/decode-conversation.ts";
import { CONVERSATIONS } from "./conversations/all.ts";
import type { Conversation } from "./conversations/conversation.ts";
import { UNKNOWN_CONVERSATIONS } from "./conversations/unknown.ts";

/** Pieces of a conversation, as a recording that begins or ends anywhere would have them. */
function piecesOf({ lines }: Conversation) {
  const messages = toMessages(lines);
  const pieces = [];
  for (let from = 0; from < messages.length; from += 1) {
    for (let to = from + 1; to <= messages.length; to += 1) {
      pieces.push(messages.slice(from, to).map((it, index) => ({ ...it, index })));
    }
  }
  return pieces;
}

/** Framings that their address alone makes known, whatever they carry. */
const ADDRESSED: ReadonlySet<string> = new Set(["mercure"]);

/** What is claimed that is not so, as "is → was taken for". */
function wrongClaim(is: Conversation, ids: readonly string[]): string | null {
  const claimed = ADDRESSED.has(ids[0] ?? "") && !is.protocols.includes("mercure") ? ids.slice(1) : ids;
  const isTrue = [is.protocols, is.atFirst ?? [], is.inPart ?? []].some((it) =>
    claimed.every((id, index) => it[index] === id),
  );
  return isTrue ? null : `${is.name} → ${claimed.join(", ")}`;
}

const ALL = [...CONVERSATIONS, ...UNKNOWN_CONVERSATIONS];

test("no piece of a conversation is taken for another protocol", () => {
  const wrong = new Map<string, number>();
  let claims = 0;
  for (const conversation of ALL) {
    for (const facts of [conversation.facts, {}]) {
      for (const piece of piecesOf(conversation)) {
        const ids = decoderOf(piece, facts).ids();
        claims += Number(ids.length > 0);
        const mistake = wrongClaim(conversation, ids);
        if (mistake !== null) wrong.set(mistake, (wrong.get(mistake) ?? 0) + 1);
      }
    }
  }
  expect([...wrong]).toEqual([]);
  expect(claims).toBeGreaterThan(1000);
});

/** Messages that do not contradict what address or subprotocol say: there the claim is what anybody would make. */
const COMPATIBLE: ReadonlySet<string> = new Set([
  "arrays of texts → sockjs",
  "a number, a letter and a text → asciicast",
  "arrays of channels' data → bayeux",
  "an engine's digits before text → engine.io",
  "numbers → firebase-rtdb",
  "text in capitals → irc",
  "words in capitals with a colon → irc",
  "numbered events → home-assistant",
  "events of topics → phoenix",
  "arrays of five with a room and an event → phoenix",
  "events of channels → pusher",
  "commands to reload → livereload",
  // Nothing but which stream the rest belongs to, which may be any bytes: no message could contradict it.
  "tags, lengths and texts → kubernetes",
]);

test("nor at the address of another, or under its subprotocol", () => {
  const wrong = new Set<string>();
  const known = new Map(CONVERSATIONS.map(({ facts }) => [JSON.stringify(facts), facts]));
  for (const conversation of ALL) {
    for (const facts of known.values()) {
      // Some protocols are told apart by what carries them, and that cannot be another's.
      const other = { ...facts, kind: conversation.facts?.kind ?? "websocket", contentType: "" } as const;
      const mistake = wrongClaim(conversation, decoderOf(conversation.lines, other).ids());
      // Binary messages are attachments at the address of Engine.IO, whatever they hold.
      if (mistake?.includes("→ engine.io") && toMessages(conversation.lines).every(({ binary }) => binary))
        continue;
      if (mistake !== null && !COMPATIBLE.has(mistake)) wrong.add(`${mistake} with ${JSON.stringify(facts)}`);
    }
  }
  expect([...wrong]).toEqual([]);
});

test("a conversation of some length is recognised wherever a recording begins", () => {
  let found = 0;
  let all = 0;
  for (const conversation of CONVERSATIONS) {
    for (const piece of piecesOf(conversation).filter(({ length }) => length >= 3)) {
      all += 1;
      found += Number(decoderOf(piece, conversation.facts).ids().join() === conversation.protocols.join());
    }
  }
  expect(found / all).toBeGreaterThan(0.95);
});
