import { useMemo } from "preact/hooks";
import { formatExactBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import type { HarEntry } from "../../core/wire/events.ts";
import { createPayloadContent } from "../store/payload-content.ts";
import { CopyButton } from "./copy-button.tsx";
import { Facts } from "./facts.tsx";
import { HeaderList } from "./header-list.tsx";
import { PayloadTabs } from "./payload-tabs.tsx";

/** Signs of a request's body that are shown among the headers. */
const BODY_LENGTH = 10_000;

/** An HTTP request: what was asked and answered; the answer's body has tabs of its own. */
export function RequestDetail({ entry }: { entry: HarEntry }) {
  const content = useMemo(() => {
    const { text, encoding } = entry.response.content ?? {};
    if (text === undefined || text === "") return null;
    if (encoding === "base64") return createPayloadContent(fromBase64(text), "binary", true);
    return createPayloadContent(new TextEncoder().encode(text), "text", true);
  }, [entry]);
  const headers = <Headers entry={entry} hasBody={content !== null} />;
  if (content === null) return <div class="detail-scroll">{headers}</div>;
  return (
    <PayloadTabs
      content={content}
      first={{ tab: "Headers", view: <div class="detail-scroll">{headers}</div> }}
    />
  );
}

function Headers({ entry, hasBody }: { entry: HarEntry; hasBody: boolean }) {
  const { request, response } = entry;
  const body = request.postData?.text ?? "";
  const status = response.status > 0 ? `${response.status} ${response.statusText ?? ""}`.trim() : "No answer";
  const { size: bodySize = 0, comment = "" } = response.content ?? {};
  const note = hasBody || bodySize === 0 ? "" : comment || "The body was not kept by the browser.";
  return (
    <>
      <Facts
        facts={[
          ["URL", request.url],
          ["Method", request.method],
          ["Status", status],
          ["Protocol", String(response.httpVersion || request.httpVersion || "not known")],
          ["Time", formatDuration(entry.time)],
          ["Body", bodySize > 0 ? formatExactBytes(bodySize) : bodySize < 0 ? "size not known" : "none"],
          ...(note === "" ? [] : [["Note", note] as const]),
        ]}
      />
      <Timings timings={entry.timings} />
      <HeaderList title="Response headers" headers={response.headers} />
      <HeaderList title="Request headers" headers={request.headers} />
      {body !== "" && (
        <section>
          <h3>
            Request body <CopyButton label="Copy" text={() => body} />
          </h3>
          <pre class="body-text">{body.slice(0, BODY_LENGTH)}</pre>
          {body.length > BODY_LENGTH && (
            <p class="quiet">
              {formatCount(BODY_LENGTH)} of {formatCount(body.length)} characters are shown. Copy takes all.
            </p>
          )}
        </section>
      )}
    </>
  );
}

/** The phases that HAR knows; browsers add some of their own, which begin with an underscore. */
const PHASES: readonly (readonly [phase: string, name: string])[] = [
  ["blocked", "Blocked"],
  ["dns", "DNS"],
  ["connect", "Connect"],
  ["ssl", "TLS"],
  ["send", "Send"],
  ["wait", "Wait"],
  ["receive", "Receive"],
];

/** HAR writes -1 for a phase that did not take place. */
function Timings({ timings }: { timings: unknown }) {
  if (typeof timings !== "object" || timings === null) return null;
  const spans = timings as Readonly<Record<string, unknown>>;
  const facts = PHASES.flatMap(([phase, name]) => {
    const ms = spans[phase];
    return typeof ms === "number" && ms >= 0 ? [[name, formatDuration(ms)] as const] : [];
  });
  if (facts.length === 0) return null;
  return (
    <section>
      <h3>Timings</h3>
      <Facts facts={facts} />
    </section>
  );
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    // Not base64 after all: the text as it is says more than nothing.
    return new TextEncoder().encode(text);
  }
}
