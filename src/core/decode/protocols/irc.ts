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
    const params = middle.split(" ").filter((it) => it !== "");
    const label = /(?:^|;)label=([^;]+)/.exec(tags)?.[1] ?? null;
    found.push({
      source,
      command,
      params: trailing === undefined ? params : [...params, trailing],
      label,
      from,
      to,
    });
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
    channel: /^[#&]/.test(first) ? first : null,
    control: CONTROL.has(command) || /^\d/.test(command),
    failed: /^[45]\d\d$/.test(command) || command === "ERROR",
    summary: joinWords(source.split("!", 1)[0] ?? "", command, params.join(" ").slice(0, 200)),
    correlation: correlationOf(command, params, label),
    from,
    to,
  };
}

function correlationOf(command: string, params: readonly string[], label: string | null): Correlation | null {
  if (command === "PING") return { key: `ping ${params.at(-1) ?? ""}`, role: "request" };
  if (command === "PONG") return { key: `ping ${params.at(-1) ?? ""}`, role: "reply" };
  return label === null ? null : { key: `label ${label}`, role: "request" };
}
