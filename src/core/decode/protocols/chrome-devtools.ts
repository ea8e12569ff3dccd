import type { Decoder, Vote } from "../decoder.ts";
import type { JsonValue } from "../json/json-value.ts";
import { memberOf, stringOf } from "../json/json-value.ts";
import { messageObject } from "../json/message-json.ts";
import { isCallShape, toRpcPart } from "./json-rpc.ts";

/** `Domain.command`; the shortest domain is `IO`. */
const METHOD = /^[A-Z][A-Za-z]{1,40}\.[a-z][A-Za-z]{1,60}$/;

/** The Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol): JSON-RPC without the version, with sessions. */
export const chromeDevtools: Decoder = {
  id: "cdp",
  name: "Chrome DevTools Protocol",
  hint({ url }) {
    return /\/devtools\/[a-z]{2,20}\/[\w-]+$/.test(url.slice(0, 500))
      ? { weight: 0.75, reason: "the path is that of a debugging target" }
      : null;
  },
  vote(message): Vote {
    const value = messageObject(message);
    if (value === null || !isCdp(value)) return "against";
    return memberOf(value, "method") === null ? "silent" : "fits";
  },
  decode(message) {
    const value = messageObject(message);
    if (value === null || !isCall(value)) return null;
    const session = stringOf(memberOf(value, "sessionId"));
    return [toRpcPart(value, session === null ? "" : `${session} `)];
  },
};

/** Also a command that a target does not know, and says so. */
function isCall(value: JsonValue): boolean {
  return memberOf(value, "jsonrpc") === null && isCallShape(value);
}

function isCdp(value: JsonValue): boolean {
  if (!isCall(value)) return false;
  const method = memberOf(value, "method");
  if (method !== null) return METHOD.test(stringOf(method) ?? "");
  return memberOf(value, "id")?.kind === "number";
}
