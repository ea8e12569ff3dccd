import type { HandshakeEvent, LifecycleState, RecordEvent, StreamRemark } from "../wire/events.ts";
import { formatBytes, formatCap, formatExactBytes } from "./format-bytes.ts";
import { formatCloseCode } from "./format-close-code.ts";
import { formatClosedBy } from "./format-connection.ts";
import { formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatHandshake } from "./format-handshake.ts";
import { formatReading, formatRemark, formatUnseen, isReadWhole } from "./format-stream.ts";
import { formatTime } from "./format-time.ts";

/** A record in words: a heading, and its facts as pairs. */
export interface RecordText {
  readonly title: string;
  readonly facts: readonly (readonly [term: string, value: string])[];
}

const LIFECYCLES: Readonly<Record<LifecycleState, RecordText>> = {
  visible: { title: "Page visible", facts: [] },
  hidden: {
    title: "Page hidden",
    facts: [
      ["Note", "Browsers slow the timers of hidden pages: to one a second, and later to one a minute."],
    ],
  },
  frozen: {
    title: "Page frozen",
    facts: [["Note", "The browser runs nothing of the page until it is shown again."]],
  },
};

/** Says what a mark means. */
export function formatRecord(record: RecordEvent): RecordText {
  switch (record.type) {
    case "frame-started":
      return { title: frameTitle(record), facts: [["URL", record.url]] };
    case "frame-left":
      return { title: "Page left", facts: [["URL", record.url]] };
    case "frame-shown":
      return { title: "Page shown again from the back/forward cache", facts: [["URL", record.url]] };
    case "navigated":
      return { title: "Navigated", facts: [["To", record.url]] };
    case "lifecycle-changed":
      return LIFECYCLES[record.state];
    case "thread-blocked":
      return { title: "Page blocked", facts: [["For", formatDuration(record.blockedMs)]] };
    case "socket-created":
      return {
        title: `${record.api ?? "WebSocket"} created`,
        facts: [["URL", record.url], ...optional("Subprotocols asked for", record.protocols.join(", "))],
      };
    case "socket-opened": {
      const agreed = [
        ...optional("Subprotocol", record.protocol),
        ...optional("Extensions", record.extensions),
      ];
      return {
        title: "WebSocket opened",
        facts: agreed.length > 0 ? agreed : [["Agreed on", "no subprotocol, no extensions"]],
      };
    }
    case "socket-closing":
      return {
        title: "The page called close()",
        facts: [...codeFacts(record.code), ...optional("Reason", record.reason)],
      };
    case "socket-errored":
      return {
        title: "WebSocket error",
        facts: [["Cause", "Browsers do not tell a page, or an extension in it, why a WebSocket failed."]],
      };
    case "socket-buffered":
      return {
        title: "Waiting to be sent",
        facts: [
          ["Size", formatExactBytes(record.bytes)],
          [
            "Note",
            "So much of what the page had sent before was still in the browser when it sent the next.",
          ],
        ],
      };
    case "send-discarded":
      return {
        title: "send() on a closed WebSocket",
        facts: [
          ["Size", formatExactBytes(record.bytes)],
          ["Note", "The socket was closing or closed: the data went nowhere."],
        ],
      };
    case "socket-closed":
      return {
        title: "WebSocket closed",
        facts: [
          ["Closed by", formatClosedBy(record.by)],
          ...codeFacts(record.code),
          ...optional("Reason", record.reason),
          ...optional("Ending", record.wasClean === null ? "" : record.wasClean ? "clean" : "not clean"),
          ...optional("Never sent", record.unsentBytes ? formatExactBytes(record.unsentBytes) : ""),
        ],
      };
    case "source-created":
      return {
        title: "EventSource created",
        facts: [
          ["URL", record.url],
          ...optional("Credentials", record.withCredentials ? "with credentials" : ""),
        ],
      };
    case "source-opened":
      return { title: "EventSource opened", facts: [] };
    case "source-errored":
      return {
        title: "EventSource error",
        facts: [
          [
            "What follows",
            record.reconnecting
              ? "The browser tries to connect again."
              : "The connection has ended for good.",
          ],
        ],
      };
    case "source-closed":
      return { title: "EventSource closed", facts: [["Closed by", "The page"]] };
    case "stream-opened":
      return {
        title: "Stream opened",
        facts: [
          ["URL", record.url],
          ...optional("Method", record.method ?? ""),
          ["Status", String(record.status)],
          ["Type", record.contentType],
          ["Asked by", record.via === "fetch" ? "fetch()" : "XMLHttpRequest"],
          record.requestedAt === null
            ? ["Asked for", "The request, below once it has finished, says when and with which method."]
            : ["Asked for", formatTime(record.requestedAt)],
          ["Read", formatReading(record.reading, record.via)],
          ...(isReadWhole(record.reading)
            ? ([
                ["Note", "When its pieces came is not known: the page gets all of them at once, too."],
              ] as const)
            : []),
        ],
      };
    case "stream-ended":
      return {
        title: "Stream ended",
        facts: [["Ended by", formatClosedBy(record.by)], ...optional("Reason", record.reason)],
      };
    case "stream-unseen":
      return { title: "Read where it cannot be seen", facts: [["Why", formatUnseen(record.why)]] };
    case "stream-remarked":
      return {
        title: formatRemark(record.what),
        facts: [
          ...optional("Text", remarkText(record.what, record.text)),
          ...(record.what === "retry"
            ? ([
                ["Note", "Only an EventSource heeds it by itself; here it is the page's own business."],
              ] as const)
            : []),
        ],
      };
    case "request-finished":
      return { title: `${record.entry.request.method} request`, facts: [["URL", record.entry.request.url]] };
    case "handshake":
      return {
        title:
          record.connection === null ? "WebSocket handshake of an unknown connection" : "WebSocket handshake",
        facts: [...(record.connection === null ? unknownOwner(record) : []), ...formatHandshake(record)],
      };
    case "connection-joined":
      return { title: "Told of by the browser, too", facts: [] };
    case "frame-seen":
      return { title: "Frame, by the browser’s word", facts: [["URL", record.url]] };
    case "recording-paused":
      return { title: "Recording paused", facts: [["Note", "Traffic after this mark was not recorded."]] };
    case "recording-resumed":
      return { title: "Recording resumed", facts: [] };
    case "messages-dropped":
      return {
        title: `Older messages not kept: ${formatCount(record.count)}`,
        facts: [
          ["Size", `at least ${formatExactBytes(record.bytes)}`],
          ["Why", record.why],
        ],
      };
    case "hook-failed":
      return {
        title: "An error in Duplex's own code in the page",
        facts: [
          ["Message", record.message],
          ["Times", formatCount(record.count)],
        ],
      };
  }
}

function unknownOwner({ entry, among }: HandshakeEvent): [string, string][] {
  const why =
    among === 0
      ? "No connection that Duplex knows of fits."
      : `Ambiguous: ${formatCount(among)} connections that Duplex knows of fit, and nothing tells them apart.`;
  return [
    ["URL", entry.request.url],
    ["Connection", why],
  ];
}

function remarkText(what: StreamRemark, text: string): string {
  if (what === "retry") return `${text} ms`;
  if (what === "cut") {
    const [kept = 0, size = 0] = text.split(" ").map(Number);
    return `at ${formatCap(kept)} of ${formatBytes(size)}`;
  }
  return what === "missing" ? `${text} bytes` : text;
}

function optional(term: string, value: string): [string, string][] {
  return value === "" ? [] : [[term, value]];
}

function codeFacts(code: number | null): [string, string][] {
  if (code === null) return [["Code", "none"]];
  const { name, meaning } = formatCloseCode(code);
  return [
    ["Code", `${code} ${name}`],
    ["Meaning", meaning],
  ];
}

function frameTitle({ top, worker }: Extract<RecordEvent, { type: "frame-started" }>): string {
  if (worker !== undefined) return `Started in a ${worker} worker`;
  return top ? "Page loaded" : "Frame loaded";
}
