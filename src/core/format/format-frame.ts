import type { FrameSeen } from "../model/connection.ts";
import { type PlainKey, say } from "../text/say.ts";
import type { WorkerKind } from "../wire/worker-link.ts";
import { formatOrigin, splitUrl } from "./format-url.ts";

/** Signs of a worker's address: a data: URL is a whole script. */
const SCRIPT_LENGTH = 200;

/** A frame as its page and the browser tell of it; or a worker, of which the browser tells the document that started it. */
export interface FrameToName {
  /** By the page's word; null where nobody knows. */
  readonly url: string | null;
  readonly origin: string | null;
  readonly top: boolean;
  /** Null is a document. */
  readonly worker: WorkerKind | null;
  readonly seen: FrameSeen | null;
}

/** What a frame is called: its origin, and what is particular about it; a worker by its script. */
export interface FrameName {
  readonly name: string;
  /** `page`, `frame`, `about:blank frame`, `sandboxed frame`, `dedicated worker`; "" where nobody knows. */
  readonly kind: string;
  /** Where the browser contradicts the page, what the browser says. */
  readonly contradiction: string;
}

const WORKERS: Readonly<Record<WorkerKind, PlainKey>> = {
  dedicated: "dedicatedWorker",
  shared: "sharedWorker",
  service: "serviceWorker",
};

/** Names a frame. The browser's word goes before the page's, which can say of itself what it likes. */
export function formatFrame(frame: FrameToName): FrameName {
  const { seen } = frame;
  const url = seen?.url || frame.url || "";
  const origin = seen?.origin || frame.origin;
  const claimed = frame.url ?? "";
  const contradiction =
    seen !== null && isAnother(claimed, seen.url)
      ? say("theBrowserSaysThe", {
          url: seen.url,
          worker: frame.worker === null ? say("pageWord") : say("workerWord"),
          claimed,
        })
      : "";
  if (frame.worker !== null) {
    return { name: formatScript(claimed), kind: formatWorkerKind(frame.worker), contradiction };
  }
  if (frame.top && (seen === null || seen.frameId === 0)) {
    return { name: formatOrigin(origin), kind: say("pageWord"), contradiction };
  }
  return { name: nameOf(url, origin), kind: frameKind(url, origin), contradiction };
}

/** What a worker is: `dedicated worker`. */
export function formatWorkerKind(kind: WorkerKind): string {
  return say(WORKERS[kind]);
}

/** A script as a list names it: its path, or the beginning of what has none; "" where nobody knows. */
export function formatScript(url: string): string {
  if (url === "") return "";
  const { path, query } = splitUrl(url);
  const text = `${path}${query}`;
  return text.length > SCRIPT_LENGTH ? `${text.slice(0, SCRIPT_LENGTH)}…` : text;
}

function frameKind(url: string, origin: string | null): string {
  const kind = /^(about:blank|about:srcdoc|blob:|data:)/i.exec(url)?.[1]?.toLowerCase() ?? "";
  const opaque = origin === "null" ? `${say("sandboxed")} ` : "";
  if (kind === "about:srcdoc") return say("srcdocFrame", { opaque });
  // A data: URL has an opaque origin of its own accord (WHATWG HTML 7.1.1).
  if (kind === "data:") return say("dataFrame");
  return say("frame", { opaque, kind: kind === "" ? "" : `${kind} ` });
}

function nameOf(url: string, origin: string | null): string {
  if (origin !== "null") return formatOrigin(origin);
  return URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).host : say("opaqueOrigin");
}

/** A page moves within its document (history, fragments), and the browser learns of it later: only the origin counts. */
function isAnother(claimed: string, seen: string): boolean {
  if (!/^https?:/i.test(claimed) || !/^https?:/i.test(seen)) return false;
  return URL.canParse(claimed) && URL.canParse(seen) && new URL(claimed).origin !== new URL(seen).origin;
}
