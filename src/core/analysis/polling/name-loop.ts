import { say } from "../../text/say.ts";
import type { SlotKind } from "./classify-slot.ts";
import { pollsEngineIo } from "./engine-io-polling.ts";
import type { Exchange } from "./exchange.ts";
import type { Question } from "./group-questions.ts";
import { isBareValue } from "./looks-like.ts";

/** Where something changes from request to request. */
export const OPEN = "{…}";
const MAX_NAME = 100;
/** Fields of a body in which one endpoint of many calls is told which. */
const CALLS = ["action", "method", "cmd", "command", "op", "operation"];

/** The URL of a loop: without what keeps caches away, and open where it asks on from another place. */
export function urlOf({ exchanges, kinds }: Question): string {
  const { url, at } = exchanges[0] as Exchange;
  if (!URL.canParse(url)) return url;
  const { origin, pathname, searchParams } = new URL(url);
  const segments = pathname.split("/").slice(1);
  const path = segments.map((it, index) => {
    const kind = kinds.get(`path.${index}`);
    return kind === "same" || kind === "part" || kind === undefined ? it : OPEN;
  });
  const query: string[] = [];
  for (const [name, value] of searchParams) {
    const kind = kindOf(kinds, `query.${name}`);
    if (kind === "free" || isBareValue(name, value, at)) continue;
    const isOpen = kind === "cursor" || kind === "turning";
    query.push(`${encodeURIComponent(name)}=${isOpen ? OPEN : encodeURIComponent(value)}`);
  }
  return `${origin}/${path.join("/")}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

/** Of a parameter; where it is JSON, of what moves in it. */
function kindOf(kinds: Question["kinds"], slot: string): SlotKind | undefined {
  const own = kinds.get(slot);
  if (own !== undefined) return own;
  const inside = [...kinds].filter(([name]) => name.startsWith(`${slot}.`)).map(([, kind]) => kind);
  return inside.find((it) => it === "cursor" || it === "turning" || it === "free") === undefined
    ? inside[0]
    : "turning";
}

/** What a request is called by the protocol that it speaks; null where it speaks none of those. */
export function nameOf({ exchanges, slots }: Question): string | null {
  if (pollsEngineIo(exchanges)) return say("engineIosPollingTransport");
  const operation = slots.get("body.operationName") ?? slots.get("query.operationName");
  if (operation !== undefined && operation !== "null" && operation !== "") return cut(`GraphQL ${operation}`);
  if (slots.has("body.jsonrpc")) return cut(`JSON-RPC ${slots.get("body.method") ?? ""}`);
  const channel = slots.get("body.0.channel") ?? slots.get("body.channel");
  if (channel?.startsWith("/meta/")) return cut(`Bayeux ${channel}`);
  const asked = [...slots].find(([slot, value]) => slot.startsWith("header.") && value !== "")?.[1];
  if (asked !== undefined) return cut(`action ${asked}`);
  for (const field of CALLS) {
    const called = slots.get(`body.${field}`) ?? (field === "action" ? slots.get("query.action") : undefined);
    if (called !== undefined && called !== "") return cut(`${field} ${called}`);
  }
  return null;
}

function cut(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
}
