// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useMemo } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { type PlainKey, say, sayParts } from "../../core/text/say.ts";
import { sayBodyNote } from "../../core/text/say-body-note.ts";
import { sayDecodedBody } from "../../core/text/say-decoded-body.ts";
import type { HarEntry } from "../../core/wire/events.ts";
import { createPayloadContent } from "../store/payload-content.ts";
import { AnswerView } from "./answer-view.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Facts } from "./facts.tsx";
import { HeaderList } from "./header-list.tsx";
import { usePanel } from "./panel-context.ts";
import { PayloadTabs } from "./payload-tabs.tsx";

/** Signs of a request's body that are shown among the headers. */
const BODY_LENGTH = 10_000;

/** An HTTP request: what was asked and answered; the answer's body has tabs of its own. */
export function RequestDetail({ entry }: { entry: HarEntry }) {
  const { modelAnswer } = usePanel();
  const content = useMemo(() => {
    const { text, encoding } = entry.response.content ?? {};
    if (text === undefined || text === "") return null;
    if (encoding === "base64") return createPayloadContent(fromBase64(text), "binary", true);
    return createPayloadContent(new TextEncoder().encode(text), "text", true);
  }, [entry]);
  const headers = <Headers entry={entry} hasBody={content !== null} />;
  if (content === null)
    return (
      <section class="detail-scroll" aria-label={say("headersTab")} tabIndex={0}>
        {headers}
      </section>
    );
  return (
    <PayloadTabs
      content={content}
      note={sayDecodedBody(entry.response)}
      second={modelAnswer.connection.value === null ? undefined : { tab: "Answer", view: <AnswerView /> }}
      first={{
        tab: "Headers",
        view: (
          <section class="detail-scroll" aria-label={say("headersTab")} tabIndex={0}>
            {headers}
          </section>
        ),
      }}
    />
  );
}

function Headers({ entry, hasBody }: { entry: HarEntry; hasBody: boolean }) {
  const { request, response } = entry;
  const body = request.postData?.text ?? "";
  const status =
    response.status > 0 ? `${response.status} ${response.statusText ?? ""}`.trim() : say("noAnswer");
  const { size: bodySize = 0, comment = "" } = response.content ?? {};
  const note =
    hasBody || bodySize === 0 ? "" : comment === "" ? say("theBodyWasNotKept") : sayBodyNote(comment);
  return (
    <>
      <Facts
        facts={[
          ["URL", request.url],
          [say("method"), request.method],
          [say("status"), status],
          [say("protocol"), String(response.httpVersion || request.httpVersion || say("notKnown"))],
          [say("time"), formatDuration(entry.time)],
          [
            say("body"),
            bodySize > 0 ? formatExactBytes(bodySize) : bodySize < 0 ? say("sizeNotKnown") : say("noneOf"),
          ],
          ...(note === "" ? [] : [[say("note"), note] as const]),
        ]}
      />
      <Timings timings={entry.timings} />
      <HeaderList title={say("responseHeaders")} headers={response.headers} explained />
      <HeaderList title={say("requestHeaders")} headers={request.headers} />
      {body !== "" && (
        <section>
          <h2>
            {sayParts("requestBody", { copybutton: <CopyButton label={say("copy")} text={() => body} /> })}
          </h2>
          <pre class="body-text">{body.slice(0, BODY_LENGTH)}</pre>
          {body.length > BODY_LENGTH && (
            <p class="quiet">
              {say("ofCharactersAreShownCopy", {
                body_length: formatCount(BODY_LENGTH),
                body: formatCount(body.length),
              })}
            </p>
          )}
        </section>
      )}
    </>
  );
}

/** The phases that HAR knows; browsers add some of their own, which begin with an underscore. */
const PHASES: readonly (readonly [phase: string, name: PlainKey])[] = [
  ["blocked", "blocked"],
  ["dns", "dns"],
  ["connect", "connect"],
  ["ssl", "tls"],
  ["send", "send"],
  ["wait", "wait"],
  ["receive", "receive"],
];

/** HAR writes -1 for a phase that did not take place. */
function Timings({ timings }: { timings: unknown }) {
  if (typeof timings !== "object" || timings === null) return null;
  const spans = timings as Readonly<Record<string, unknown>>;
  const facts = PHASES.flatMap(([phase, name]) => {
    const ms = spans[phase];
    return typeof ms === "number" && ms >= 0 ? [[say(name), formatDuration(ms)] as const] : [];
  });
  if (facts.length === 0) return null;
  return (
    <section>
      <h2>{say("timings")}</h2>
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
