import type { AcceptCheck } from "../model/check-accept.ts";
import { type Extension, parseExtensions } from "../model/parse-extensions.ts";
import { type PlainKey, say } from "../text/say.ts";
import type { HandshakeEvent, HarEntry } from "../wire/events.ts";
import { headerOf } from "../wire/header-of.ts";

type Fact = readonly [term: string, value: string];

/** What a handshake asked for and what was agreed on, in words. The check of the answer is made elsewhere. */
export function formatHandshake({ entry, error, among }: HandshakeEvent): Fact[] {
  const { headers } = entry.request;
  const answer = entry.response.headers;
  // Of a refusal nothing was agreed on, and what Chromium does not show is not known.
  const isAgreed = entry.response.status === 101;
  const asked = headerOf(headers, "sec-websocket-protocol");
  return [
    [say("status"), formatHandshakeStatus(entry, error)],
    ...(error === "" ? [] : [[say("theBrowserSays"), error] as const]),
    ...(isAgreed
      ? [[say("subprotocol"), headerOf(answer, "sec-websocket-protocol") ?? say("noneAgreed")] as const]
      : []),
    ...(asked === null ? [] : [[say("subprotocolsAskedFor"), asked] as const]),
    ...(isAgreed
      ? [[say("extensions"), formatExtensions(headerOf(answer, "sec-websocket-extensions"))] as const]
      : []),
    ...formatOffer(headerOf(headers, "sec-websocket-extensions")),
    ...(among > 1 ? [[say("whichConnection"), ambiguity(among)] as const] : []),
  ];
}

/** The answer's status in a few words; Chrome tells of a refused handshake no more than its status, in a sentence. */
export function formatHandshakeStatus({ response }: HarEntry, error: string): string {
  if (response.status > 0) return `${response.status} ${response.statusText ?? ""}`.trim();
  const told = /Unexpected response code: (\d{3})/.exec(error)?.[1];
  return told === undefined ? say("noAnswerIsVisible") : say("itsHeadersAreNotVisible", { told });
}

/** What became of `Sec-WebSocket-Accept`. */
export function formatAccept(check: AcceptCheck): string {
  if (check === "verified") return say("verifiedBase64OfSha1");
  if (check === "wrong") return say("wrongNotBase64OfSha");
  return say("notVisible");
}

/** RFC 7692 7.1. */
const DEFLATE_PARAMS: Readonly<Record<string, PlainKey>> = {
  server_no_context_takeover: "theServerCompressesEachMessage",
  client_no_context_takeover: "thePagesSideCompressesEach",
  server_max_window_bits: "windowOfTheServer",
  client_max_window_bits: "windowOfThePagesSide",
};

/** Extensions as they were agreed on; what the parameters of permessage-deflate mean is said with them. */
export function formatExtensions(header: string | null): string {
  const extensions = parseExtensions(header ?? "");
  if (extensions.length === 0) return say("noneMessagesAreNotCompressed");
  return extensions.map(formatExtension).join("; ");
}

function formatExtension({ name, params }: Extension): string {
  const isDeflate = name === "permessage-deflate";
  const said = params.map(([param, value]) => {
    const written = value === null ? param : `${param}=${value}`;
    const meaning = isDeflate ? DEFLATE_PARAMS[param] : undefined;
    return meaning === undefined ? written : `${written}: ${say(meaning)}${bits(param, value)}`;
  });
  const title = isDeflate ? say("permessageDeflateMessagesMayBe") : name;
  return said.length === 0 ? title : `${title} (${said.join(", ")})`;
}

function bits(param: string, value: string | null): string {
  const count = Number(value);
  if (!param.endsWith("_bits") || value === null || !(count >= 8 && count <= 15)) return "";
  return ` ${say("ofBytes", { count: 2 ** count })}`;
}

function formatOffer(header: string | null): Fact[] {
  return header === null ? [] : [[say("extensionsOffered"), header]];
}

function ambiguity(among: number): string {
  return say("ambiguousConnectionsToThisAddress", { among });
}
