import type { AcceptCheck } from "../model/check-accept.ts";
import { type Extension, parseExtensions } from "../model/parse-extensions.ts";
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
    ["Status", formatHandshakeStatus(entry, error)],
    ...(error === "" ? [] : [["The browser says", error] as const]),
    ...(isAgreed ? [["Subprotocol", headerOf(answer, "sec-websocket-protocol") ?? "none"] as const] : []),
    ...(asked === null ? [] : [["Subprotocols asked for", asked] as const]),
    ...(isAgreed
      ? [["Extensions", formatExtensions(headerOf(answer, "sec-websocket-extensions"))] as const]
      : []),
    ...formatOffer(headerOf(headers, "sec-websocket-extensions")),
    ...(among > 1 ? [["Which connection", ambiguity(among)] as const] : []),
  ];
}

/** The answer's status in a few words; Chrome tells of a refused handshake no more than its status, in a sentence. */
export function formatHandshakeStatus({ response }: HarEntry, error: string): string {
  if (response.status > 0) return `${response.status} ${response.statusText ?? ""}`.trim();
  const told = /Unexpected response code: (\d{3})/.exec(error)?.[1];
  return told === undefined ? "No answer is visible" : `${told} (its headers are not visible)`;
}

/** What became of `Sec-WebSocket-Accept`. */
export function formatAccept(check: AcceptCheck): string {
  if (check === "verified") return "verified: base64 of SHA-1 of key and GUID (RFC 6455 4.2.2)";
  if (check === "wrong") return "WRONG: not base64 of SHA-1 of key and GUID (RFC 6455 4.2.2)";
  return "not visible";
}

/** RFC 7692 7.1. */
const DEFLATE_PARAMS: Readonly<Record<string, string>> = {
  server_no_context_takeover: "the server compresses each message on its own",
  client_no_context_takeover: "the page’s side compresses each message on its own",
  server_max_window_bits: "window of the server",
  client_max_window_bits: "window of the page’s side",
};

/** Extensions as they were agreed on; what the parameters of permessage-deflate mean is said with them. */
export function formatExtensions(header: string | null): string {
  const extensions = parseExtensions(header ?? "");
  if (extensions.length === 0) return "none: messages are not compressed";
  return extensions.map(formatExtension).join("; ");
}

function formatExtension({ name, params }: Extension): string {
  const isDeflate = name === "permessage-deflate";
  const said = params.map(([param, value]) => {
    const written = value === null ? param : `${param}=${value}`;
    const meaning = isDeflate ? DEFLATE_PARAMS[param] : undefined;
    return meaning === undefined ? written : `${written}: ${meaning}${bits(param, value)}`;
  });
  const title = isDeflate ? "permessage-deflate: messages may be compressed" : name;
  return said.length === 0 ? title : `${title} (${said.join(", ")})`;
}

function bits(param: string, value: string | null): string {
  const count = Number(value);
  if (!param.endsWith("_bits") || value === null || !(count >= 8 && count <= 15)) return "";
  return ` of ${2 ** count} bytes`;
}

function formatOffer(header: string | null): Fact[] {
  return header === null ? [] : [["Extensions offered", header]];
}

function ambiguity(among: number): string {
  return `Ambiguous: ${among} connections to this address were opened at about the same time; handshakes were given to them in their order.`;
}
