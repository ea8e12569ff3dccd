import { joinWords } from "../bytes/join-words.ts";
import { linesOf } from "../bytes/lines-of.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Correlation, Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/** Tags may have 8191 bytes, the rest 512 (https://ircv3.net/specs/extensions/message-tags). */
const MOST_LINE = 9000;

const LINE = /^(?:@(\S+) +)?(?::(\S+) +)?([A-Z]{3,20}|\d{3})((?: +[^\s:]\S*){0,15})(?: +:(.*))?$/;

/** Commands that only IRC has, or in this form; others may be anybody's words in capitals. */
const TELLING: ReadonlySet<string> = new Set([
  "PRIVMSG",
  "JOIN",
  "PART",
  "CAP",
  "NICK",
  "NOTICE",
  "USERSTATE",
  "ROOMSTATE",
]);

interface IrcLine {
  readonly source: string;
  readonly command: string;
  readonly params: readonly string[];
  readonly label: string | null;
  readonly from: number;
  readonly to: number;
}

/** IRC over WebSocket (https://ircv3.net/specs/extensions/websocket), in text or binary messages, as Twitch speaks it too. */
export const irc: Decoder = {
  id: "irc",
  name: "IRC",
  hint({ subprotocol, url }) {
    if (subprotocol === "text.ircv3.net" || subprotocol === "binary.ircv3.net")
      return { weight: 0.9, reason: `the subprotocol is ${subprotocol}` };
    return url.startsWith("wss://irc-ws.chat.twitch.tv")
      ? { weight: 0.9, reason: "it is Twitch's chat" }
      : null;
  },
  vote(message): Vote {
    const lines = ircLines(message);
    if (lines === null) return "against";
    return lines.some(isTelling) ? "fits" : "silent";
  },
  decode(message) {
    const lines = ircLines(message);
    if (lines === null) return null;
    const parts = lines.map((it) => toPart(it, message.received));
    if (lines.length === MOST_PARTS) parts.push(toRestPart(lines.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

/** A user's name with its host, as servers tell who said something. */
const USER = /^[^\s!@]+![^\s!@]+@[^\s!@]+$/;

function isTelling({ command, params, source }: IrcLine): boolean {
  if (source === "") return TELLING.has(command) && params.length > 0;
  return TELLING.has(command) || USER.test(source) || (isDigit(command) && params.length > 0);
}

function ircLines({ bytes, binary }: RawMessage): IrcLine[] | null {
  // In binary messages a line may be in any encoding; where it is none of UTF-8, it is shown as well as it can be.
  if (binary && (bytes[0] ?? 0) < 0x20) return null;
  const found: IrcLine[] = [];
  for (const { from, to } of linesOf(bytes, MOST_PARTS)) {
    if (to - from > MOST_LINE) return null;
    const match = LINE.exec(textOf(bytes, from, to));
    if (match === null) return null;
    const [, tags = "", source = "", command = "", middle = "", trailing] = match;
    const params: string[] = middle === "" ? [] : middle.trim().split(/ +/);
    if (trailing !== undefined) params.push(trailing);
    const label = tags.includes("label=") ? (/(?:^|;)label=([^;]+)/.exec(tags)?.[1] ?? null) : null;
    found.push({ source, command, params, label, from, to });
  }
  return found.length === 0 ? null : found;
}

const CONTROL: ReadonlySet<string> = new Set([
  "PING",
  "PONG",
  "CAP",
  "PASS",
  "NICK",
  "USER",
  "ACK",
  "AUTHENTICATE",
]);

function toPart({ source, command, params, label, from, to }: IrcLine, received: boolean): Part {
  const isNumeric = isDigit(command);
  const failed = (isNumeric && /^[45]/.test(command)) || command === "ERROR";
  // A numeric names first whom it is for.
  const channel = params.slice(0, isNumeric ? 3 : 1).find((it) => /^[#&]/.test(it)) ?? null;
  return {
    kind: command,
    channel,
    control: CONTROL.has(command) || (isNumeric && !failed),
    failed,
    summary: joinWords(nameOf(source), command, params.join(" ").slice(0, 200)),
    correlation: correlationOf(command, params, label, received),
    from,
    to,
  };
}

/** Commands are words or three digits. */
function isDigit(command: string): boolean {
  return command.charCodeAt(0) <= 0x39;
}

function nameOf(source: string): string {
  const end = source.indexOf("!");
  return end === -1 ? source : source.slice(0, end);
}

function correlationOf(
  command: string,
  params: readonly string[],
  label: string | null,
  received: boolean,
): Correlation | null {
  if (command === "PING") return { key: `ping ${params.at(-1) ?? ""}`, role: "request" };
  if (command === "PONG") return { key: `ping ${params.at(-1) ?? ""}`, role: "reply" };
  return label === null ? null : { key: `label ${label}`, role: received ? "reply" : "request" };
}
