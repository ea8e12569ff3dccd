import { joinWords } from "../bytes/join-words.ts";
import type { Part } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { liveDiffTree, summariseLiveDiff } from "./live-view-diff.ts";
import { type LivePages, livePageAfter } from "./live-view-pages.ts";

/** Channels of LiveView, of uploads too. */
const TOPIC = /^lv[u]?:/;

/** What it says in a word more than Phoenix does. */
type LivePart = Pick<Part, "kind" | "summary" | "tree"> & { readonly event?: string };

/**
 * What a message of Phoenix says where LiveView speaks (https://hexdocs.pm/phoenix_live_view): an event of the page, a diff, a change of address. Null where
 * it is none that is known. `payload` is that of a reply, too; `whole` is the message, `pages` are those before it.
 */
export function readLiveView(
  topic: string,
  event: string,
  payload: JsonValue | null,
  whole: JsonValue | null,
  pages: LivePages,
): LivePart | null {
  if (payload === null || payload.kind !== "object" || !TOPIC.test(topic)) return null;
  if (event === "event") return toEvent(topic, payload);
  const isReply = event === "phx_reply";
  const response = isReply ? memberOf(payload, "response") : null;
  const diff = event === "diff" ? payload : (memberOf(response, "rendered") ?? memberOf(response, "diff"));
  if (diff?.kind === "object") {
    const kind = isReply ? "reply" : "diff";
    const status = isReply ? (stringOf(memberOf(payload, "status")) ?? "") : "";
    const what = memberOf(response, "rendered") === null ? "diff" : "rendered";
    return {
      kind,
      summary: joinWords(topic, isReply ? `reply ${status} ${what}` : what, summariseLiveDiff(diff)),
      tree: () => liveDiffTree(diff, whole ?? diff, livePageAfter(pages, topic, event, payload)),
    };
  }
  if (event !== "live_patch" && event !== "live_redirect" && event !== "redirect") return null;
  const to = stringOf(memberOf(payload, "to")) ?? stringOf(memberOf(payload, "url"));
  return to === null ? null : { kind: event, summary: joinWords(topic, event, to.slice(0, 200)) };
}

/** What a reader did: `phx-click="inc"` says `inc`. */
function toEvent(topic: string, payload: JsonValue): LivePart | null {
  const name = stringOf(memberOf(payload, "event"));
  const type = stringOf(memberOf(payload, "type"));
  if (name === null || type === null || name.length > 200) return null;
  const value = memberOf(payload, "value");
  const shown = value === null ? "" : jsonText(value);
  return { kind: "event", event: name, summary: joinWords(topic, `${type} ${name}`, shown) };
}
