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

/** IRC over WebSocket (https://ircv3.net/specs/extensions/websocket), as Twitch speaks it too. */
export const irc: Decoder = {
  id: "irc",
  name: "IRC",
  hint({ subprotocol, url }) {
    if (subprotocol === "text.ircv3.net") return { weight: 0.9, reason: "the subprotocol is text.ircv3.net" };
    return url.startsWith("wss://irc-ws.chat.twitch.tv")
      ? { weight: 0.9, reason: "it is Twitch's chat" }
      : null;
  },
  vote(message): Vote {
    const lines = ircLines(message);
    if (lines === null) return "against";
    return lines.some(
      ({ command, params, source }) => TELLING.has(command) && (params.length > 0 || source !== ""),
    )
      ? "fits"
      : "silent";
  },
  decode(message) {
    const lines = ircLines(message);
    if (lines === null) return null;
    const parts = lines.map(toPart);
    if (lines.length === MOST_PARTS) parts.push(toRestPart(lines.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function ircLines({ bytes, binary }: RawMessage): IrcLine[] | null {
  if (binary) return null;
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

function toPart({ source, command, params, label, from, to }: IrcLine): Part {
  const [first = ""] = params;
  return {
    kind: command,
    channel: first.startsWith("#") || first.startsWith("&") ? first : null,
    control: CONTROL.has(command) || isDigit(command),
    failed: (isDigit(command) && /^[45]/.test(command)) || command === "ERROR",
    summary: joinWords(nameOf(source), command, params.join(" ").slice(0, 200)),
    correlation: correlationOf(command, params, label),
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

function correlationOf(command: string, params: readonly string[], label: string | null): Correlation | null {
  if (command === "PING") return { key: `ping ${params.at(-1) ?? ""}`, role: "request" };
  if (command === "PONG") return { key: `ping ${params.at(-1) ?? ""}`, role: "reply" };
  return label === null ? null : { key: `label ${label}`, role: "request" };
}
