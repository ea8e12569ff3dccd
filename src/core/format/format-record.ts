import { say } from "../text/say.ts";
import type { HandshakeEvent, LifecycleState, RecordEvent, StreamRemark } from "../wire/events.ts";
import { formatBytes, formatCap } from "./format-bytes.ts";
import { formatCloseCode } from "./format-close-code.ts";
import { formatClosedBy } from "./format-connection.ts";
import { formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatExactBytes } from "./format-exact-bytes.ts";
import { formatHandshake } from "./format-handshake.ts";
import { formatReading, formatRemark, formatUnseen, isReadWhole } from "./format-stream.ts";
import { formatTime } from "./format-time.ts";

/** A record in words: a heading, and its facts as pairs. */
export interface RecordText {
  readonly title: string;
  readonly facts: readonly (readonly [term: string, value: string])[];
}

/** Says what a mark means. */
export function formatRecord(record: RecordEvent): RecordText {
  switch (record.type) {
    case "frame-started":
      return { title: frameTitle(record), facts: [["URL", record.url]] };
    case "frame-left":
      return { title: say("pageLeft"), facts: [["URL", record.url]] };
    case "frame-shown":
      return { title: say("pageShownAgainFromThe"), facts: [["URL", record.url]] };
    case "navigated":
      return { title: say("navigated"), facts: [[say("toTerm"), record.url]] };
    case "lifecycle-changed":
      return formatLifecycle(record.state);
    case "thread-blocked":
      return { title: say("pageBlocked"), facts: [[say("forSpan"), formatDuration(record.blockedMs)]] };
    case "socket-created":
      return {
        title: say("createdNamed", { api: record.api ?? "WebSocket" }),
        facts: [["URL", record.url], ...optional(say("subprotocolsAskedFor"), record.protocols.join(", "))],
      };
    case "socket-opened": {
      const agreed = [
        ...optional(say("subprotocol"), record.protocol),
        ...optional(say("extensions"), record.extensions),
      ];
      return {
        title: say("webSocketOpened"),
        facts: agreed.length > 0 ? agreed : [[say("agreedOn"), say("noSubprotocolNoExtensions")]],
      };
    }
    case "socket-closing":
      return {
        title: say("thePageCalledClose"),
        facts: [...codeFacts(record.code), ...optional(say("reason"), record.reason)],
      };
    case "socket-errored":
      return {
        title: say("webSocketError"),
        facts: [[say("cause"), say("browsersDoNotTellA")]],
      };
    case "socket-buffered":
      return {
        title: say("waitingToBeSent"),
        facts: [
          [say("size"), formatExactBytes(record.bytes)],
          [say("note"), say("soMuchOfWhatThe")],
        ],
      };
    case "send-discarded":
      return {
        title: say("sendOnAClosedWebsocket"),
        facts: [
          [say("size"), formatExactBytes(record.bytes)],
          [say("note"), say("theSocketWasClosingOr")],
        ],
      };
    case "socket-closed":
      return {
        title: say("webSocketClosed"),
        facts: [
          [say("closedBy"), formatClosedBy(record.by)],
          ...codeFacts(record.code),
          ...optional(say("reason"), record.reason),
          ...optional(
            say("ending"),
            record.wasClean === null ? "" : record.wasClean ? "clean" : say("notClean"),
          ),
          ...optional(say("neverSent"), record.unsentBytes ? formatExactBytes(record.unsentBytes) : ""),
        ],
      };
    case "source-created":
      return {
        title: say("eventSourceCreated"),
        facts: [
          ["URL", record.url],
          ...optional(say("credentials"), record.withCredentials ? say("withCredentials") : ""),
        ],
      };
    case "source-opened":
      return { title: say("eventSourceOpened"), facts: [] };
    case "source-errored":
      return {
        title: say("eventSourceError"),
        facts: [
          [
            say("whatFollows"),
            record.reconnecting ? say("theBrowserTriesToConnect") : say("theConnectionHasEndedFor"),
          ],
        ],
      };
    case "source-closed":
      return { title: say("eventSourceClosed"), facts: [[say("closedBy"), say("thePage")]] };
    case "stream-opened":
      return {
        title: say("streamOpened"),
        facts: [
          ["URL", record.url],
          ...optional(say("method"), record.method ?? ""),
          [say("status"), String(record.status)],
          [say("type"), record.contentType],
          [say("askedByApi"), record.via === "fetch" ? "fetch()" : "XMLHttpRequest"],
          record.requestedAt === null
            ? [say("askedFor"), say("itsRequestSaysWhen")]
            : [say("askedFor"), formatTime(record.requestedAt)],
          [say("read"), formatReading(record.reading, record.via)],
          ...(isReadWhole(record.reading) ? ([[say("note"), say("whenItsPiecesCameIs")]] as const) : []),
        ],
      };
    case "stream-ended":
      return {
        title: say("streamEnded"),
        facts: [[say("endedBy"), formatClosedBy(record.by)], ...optional(say("reason"), record.reason)],
      };
    case "stream-unseen":
      return { title: say("readWhereItCannotBe"), facts: [[say("why"), formatUnseen(record.why)]] };
    case "stream-remarked":
      return {
        title: formatRemark(record.what),
        facts: [
          ...optional(say("text"), remarkText(record.what, record.text)),
          ...(record.what === "retry" ? ([[say("note"), say("onlyAnEventsourceHeedsIt")]] as const) : []),
        ],
      };
    case "request-finished":
      return {
        title: say("requestOfMethod", { method: record.entry.request.method }),
        facts: [["URL", record.entry.request.url]],
      };
    case "handshake":
      return {
        title: record.connection === null ? say("webSocketHandshakeOfAnUnknown") : say("webSocketHandshake"),
        facts: [...(record.connection === null ? unknownOwner(record) : []), ...formatHandshake(record)],
      };
    case "connection-joined":
      return { title: say("toldOfByTheBrowser"), facts: [] };
    case "frame-seen":
      return { title: say("frameByTheBrowsersWord"), facts: [["URL", record.url]] };
    case "recording-paused":
      return { title: say("recordingPaused"), facts: [[say("note"), say("trafficAfterThisMarkWas")]] };
    case "recording-resumed":
      return { title: say("recordingResumed"), facts: [] };
    case "messages-dropped":
      return {
        title: say("olderMessagesNotKept", { count: formatCount(record.count) }),
        facts: [
          [say("size"), say("atLeastBytes", { bytes: formatExactBytes(record.bytes) })],
          [say("why"), record.why],
        ],
      };
    case "hook-failed":
      return {
        title: say("anErrorInDuplexsOwn"),
        facts: [
          [say("message"), record.message],
          [say("times"), formatCount(record.count)],
        ],
      };
  }
}

function unknownOwner({ entry, among }: HandshakeEvent): [string, string][] {
  const why =
    among === 0
      ? say("noConnectionThatDuplexKnows")
      : say("ambiguousConnectionsThatDuplexKnows", { among: formatCount(among) });
  return [
    ["URL", entry.request.url],
    [say("connection"), why],
  ];
}

function remarkText(what: StreamRemark, text: string): string {
  if (what === "retry") return `${text} ms`;
  if (what === "cut") {
    const [kept = 0, size = 0] = text.split(" ").map(Number);
    return say("atOf", { kept: formatCap(kept), size: formatBytes(size) });
  }
  return what === "missing" ? say("bytesNamed", { text }) : text;
}

function optional(term: string, value: string): [string, string][] {
  return value === "" ? [] : [[term, value]];
}

function codeFacts(code: number | null): [string, string][] {
  if (code === null) return [[say("code"), say("noneOf")]];
  const { name, meaning } = formatCloseCode(code);
  return [
    [say("code"), `${code} ${name}`],
    [say("meaning"), meaning],
  ];
}

function frameTitle({ top, worker }: Extract<RecordEvent, { type: "frame-started" }>): string {
  if (worker !== undefined) return say("startedInAWorker", { worker });
  return top ? say("pageLoaded") : say("frameLoaded");
}

function formatLifecycle(state: LifecycleState): RecordText {
  if (state === "visible") return { title: say("pageVisible"), facts: [] };
  return state === "hidden"
    ? { title: say("pageHidden"), facts: [[say("note"), say("browsersSlowTheTimersOf")]] }
    : { title: say("pageFrozen"), facts: [[say("note"), say("theBrowserRunsNothingOf")]] };
}
