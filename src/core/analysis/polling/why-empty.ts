import type { Exchange } from "./exchange.ts";
import type { EmptyWhy } from "./judge-answers.ts";
import type { AnswerFields } from "./read-answer.ts";

/** Fields of an envelope that say how it went, and not what is new. */
const META =
  /^(status|state|ok|success|successful|code|message|msg|error|errors|meta|cursor|next|next_?(cursor|batch|page|token)?|since|last_?(id|event_?id|seq)?|has_?(more|next|changes)|timestamp|ts|time|now|server_?time|jsonrpc|id|version|request_?id|trace_?id|interval|poll_?interval|retry|etag|token|channel|client_?id|advice)$/i;
const COUNT = /^(count|total|total_?count|size|length|new|unread|unread_?count|pending)$/i;

/** Engine.IO's packets that carry nothing: ping, pong, noop (protocol 4, and 3 with lengths). */
const ENGINE_IO_NOTHING = /^(\d{1,6}:)?[236]$/;

/** A longer text is no empty wrapper. */
const MOST_WRAPPER = 1000;
/** A wrapper of BOSH without a stanza in it, which ends a held request (XEP-0124 9); one with a `type` ends the session. */
const BOSH_NOTHING =
  /^<body\s(?![^<>]*\stype=)[^<>]*xmlns=["']http:\/\/jabber\.org\/protocol\/httpbind["'][^<>]*>(<\/body>)?$/;

/** The session of a SockJS transport, and its heartbeat. */
const SOCKJS = /\/[^/?]+\/[^/?]+\/(xhr|jsonp)(\?|$)/;

/** Why an answer tells nothing by itself; null where it may tell something. */
export function whyEmpty(
  { status, method, url }: Exchange,
  { text, value }: AnswerFields,
  ignored: ReadonlySet<string>,
): EmptyWhy | null {
  if (status === 204 || status === 205) return "204";
  if (status === 304) return "304";
  if (method === "HEAD" || text === null) return null;
  const bare = text.trim();
  if (bare === "") return "no body";
  if (/[?&]EIO=\d/.test(url) && ENGINE_IO_NOTHING.test(bare)) return "only the protocol's own";
  if (bare === "h" && SOCKJS.test(url)) return "only the protocol's own";
  if (bare.length < MOST_WRAPPER && BOSH_NOTHING.test(bare)) return "only the protocol's own";
  if (value === undefined) return null;
  if (value === null) return "null";
  if (isBayeuxConnect(value)) return "only the protocol's own";
  if (typeof value !== "object") return null;
  if (Object.keys(value).length === 0) return Array.isArray(value) ? "[]" : "{}";
  return isEmptyEnvelope(value, "", 0, ignored) ? "empty envelope" : null;
}

/** An answer to `/meta/connect` without events (Bayeux 1.0, 4.2.4). */
function isBayeuxConnect(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 1 &&
    (value[0] as { channel?: unknown } | null)?.channel === "/meta/connect"
  );
}

/** Whether there is a payload, and nothing in it; `{"ok":true}` has none, and is not called empty. */
function isEmptyEnvelope(value: object, path: string, depth: number, ignored: ReadonlySet<string>): boolean {
  if (Array.isArray(value) || depth > 3) return false;
  let payloads = 0;
  let setAside = 0;
  for (const [name, it] of Object.entries(value)) {
    const place = path === "" ? name : `${path}.${name}`;
    if (ignored.has(place)) {
      setAside += 1;
      continue;
    }
    if (isNothing(it)) {
      if (!/^errors?$/i.test(name)) payloads += 1;
    } else if (COUNT.test(name) && it === 0) {
      // A count of nothing says the same again.
    } else if (typeof it === "object" && isEmptyEnvelope(it as object, place, depth + 1, ignored)) {
      payloads += 1;
    } else if (!META.test(name) || typeof it === "object" || !isPlainState(name, it)) {
      return false;
    }
  }
  // Nothing but what was set aside: of several answers that say only what is new, one without news.
  return payloads > 0 || (depth === 0 && setAside > 0 && setAside === Object.keys(value).length);
}

/** A state is news, unless it says only that all is well. */
function isPlainState(name: string, value: unknown): boolean {
  if (!/^(status|state|code|message|msg)$/i.test(name) || typeof value !== "string") return true;
  return /^(ok|okay|success|succeeded|successful|true|200|0|none|empty|no[ _-].{0,40})$/i.test(value);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value as object).length === 0;
}
