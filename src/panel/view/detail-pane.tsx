// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useMemo } from "preact/hooks";
import { formatBytes, formatCap } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatExactBytes } from "../../core/format/format-exact-bytes.ts";
import { formatRate } from "../../core/format/format-rate.ts";
import { formatRecord } from "../../core/format/format-record.ts";
import { formatExactTime } from "../../core/format/format-time.ts";
import { formatLongTripTime } from "../../core/format/format-trip-time.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { InBody, MessageDetail } from "../../core/wire/message-detail.ts";
import type { RowStream, RowTrip } from "../../core/wire/row.ts";
import { createPayloadContent } from "../store/payload-content.ts";
import { AnswerView } from "./answer-view.tsx";
import { DecodedView } from "./decoded-view.tsx";
import { DiffView } from "./diff-view.tsx";
import { Facts } from "./facts.tsx";
import { Icon } from "./icons.tsx";
import { OutsideNote } from "./outside-note.tsx";
import { usePanel } from "./panel-context.ts";
import { PayloadTabs } from "./payload-tabs.tsx";
import { RequestDetail } from "./request-detail.tsx";
import { RowLink } from "./row-link.tsx";
import { StreamPieces } from "./stream-pieces.tsx";
import { Unanswered } from "./unanswered.tsx";

/** All of the selected row. */
export function DetailPane() {
  const store = usePanel();
  const detail = store.detail.detail.value;
  // While another is on its way the one before stays, unless nothing is on its way any more.
  const isOther = store.isSilent.value && detail?.row.row !== store.list.cursor.value.row;
  return (
    <section
      class="detail"
      aria-label={say("detail")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Chromium's DevTools would open its drawer.
        event.stopPropagation();
        store.list.unselect();
        document.querySelector<HTMLElement>(".grid")?.focus();
      }}
    >
      {detail === null || isOther ? (
        <Unanswered />
      ) : (
        <>
          <DetailHeader detail={detail} />
          <DetailBody detail={detail} />
        </>
      )}
    </section>
  );
}

function DetailHeader({ detail }: { detail: MessageDetail }) {
  const store = usePanel();
  const { row } = detail;
  const url = store.connections.value.get(row.connection)?.url;
  return (
    <header class="detail-header">
      <div class="detail-line">
        <strong>#{formatCount(row.row + 1)}</strong>
        <Title detail={detail} />
        {url !== undefined && (
          <span class="detail-connection" title={url}>
            <bdi>{formatShortUrl(url)}</bdi>
          </span>
        )}
        <button
          type="button"
          class="button is-quiet is-icon"
          aria-label={say("closeTheDetailPane")}
          title={say("closeEscInTheList")}
          onClick={() => store.list.unselect()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="detail-line is-dim">
        <time>{formatExactTime(row.at)}</time>
        {row.kind === "message" && (
          <>
            <span title={formatExactBytes(row.size)}>{formatBytes(row.size)}</span>
            <span>{row.payloadType}</span>
          </>
        )}
        {row.name !== "" && row.kind === "message" && (
          <span>{sayParts("eventNamed", { b: <b>{row.name}</b> })}</span>
        )}
        {row.eventId !== "" && <span>{sayParts("idNamed", { b: <b>{row.eventId}</b> })}</span>}
      </div>
      <OutsideNote />
      {row.trip !== null && <TripLine trip={row.trip} />}
      {detail.inBody !== null && <InBodyLine place={detail.inBody} isAnswer={row.direction === "received"} />}
      {row.note !== "" && (
        <p class="detail-note">
          <Icon name="note" />
          <span class="note-text">{row.note}</span>
          <button
            type="button"
            class="button is-quiet"
            onClick={() => {
              store.marks.noteOf.value = row;
            }}
          >
            {say("change")}
          </button>
        </p>
      )}
      {row.unheard && <p class="detail-note">{say("nobodyInThePageListens")}</p>}
      {row.problem !== "" && (
        <p class="detail-missing">
          <Icon name="warning" />
          {row.problem}
        </p>
      )}
      {detail.pieces !== null && <StreamPieces pieces={detail.pieces} />}
      {row.missingBytes > 0 && (
        <p class="detail-missing">
          <Icon name="warning" />
          {row.cut
            ? say("cutAtTheMessageHad", {
                size: formatCap(row.size - row.missingBytes),
                size2: formatCount(row.size),
              })
            : say("ofBytesAreNotThere", {
                missingbytes: formatCount(row.missingBytes),
                size: formatCount(row.size),
              })}
        </p>
      )}
    </header>
  );
}

/** Which request carried a message, and where in its body. */
function InBodyLine({ place: { request, from, to }, isAnswer }: { place: InBody; isAnswer: boolean }) {
  return (
    <p class="detail-line is-dim">
      <span>
        {sayParts(isAnswer ? "inBodyOfAnswer" : "inBodyOfRequest", {
          from: formatCount(from),
          to: formatCount(to),
          row: <RowLink row={request} />,
        })}
      </span>
    </p>
  );
}

/** The other side of a round trip. */
function TripLine({ trip }: { trip: RowTrip }) {
  const { role, rttMs, partner, replies, by, waitingBytes, stream } = trip;
  const span = rttMs === null ? null : formatLongTripTime(rttMs);
  return (
    <p class="detail-line is-dim">
      {partner === null ? (
        say("noReplySoFar")
      ) : (
        <>
          {role === "request" ? say("answeredBy") : say("answers")} <RowLink row={partner} />{" "}
          {span === null
            ? say("spanNotKnown")
            : role === "request"
              ? say("afterSpan", { span })
              : say("sentBefore", { span })}
          {replies > 1 && say("replies", { replies: formatCount(replies) })}
          {role === "request" && stream !== null && <StreamWords stream={stream} />}
        </>
      )}
      {say("commaPairedBy", { by })}
      {waitingBytes > 0 && ` · ${say("waitedBefore", { size: formatBytes(waitingBytes) })}`}
    </p>
  );
}

/** How quickly replies to one request followed each other, and until when. */
function StreamWords({ stream }: { stream: RowStream }) {
  const { last, lastMs, ended, perSecond, stallMs } = stream;
  const fillings = { link: <RowLink row={last} />, span: formatDuration(lastMs) };
  return (
    <>
      {perSecond !== null && `, ${formatRate(perSecond)}`}
      {", "}
      {ended ? sayParts("endedByRowAfter", fillings) : sayParts("theLastRowAfter", fillings)}
      {stallMs !== null && (
        <span class="is-troubled">{say("stoodStillFor", { span: formatDuration(stallMs) })}</span>
      )}
    </>
  );
}

function Title({ detail }: { detail: MessageDetail }) {
  const { row, record } = detail;
  if (row.kind === "mark" && record !== null) return <span>{formatRecord(record).title}</span>;
  if (row.kind === "request") return <span>{say("requestNamed", { row: row.name })}</span>;
  return row.direction === "sent" ? (
    <span class="is-sent">{say("arrowSent")}</span>
  ) : (
    <span class="is-received">{say("arrowReceived")}</span>
  );
}

function DetailBody({ detail }: { detail: MessageDetail }) {
  const { modelAnswer } = usePanel();
  const { row, record, payload } = detail;
  const content = useMemo(
    () =>
      row.kind === "message"
        ? createPayloadContent(payload, row.payloadType ?? "text", row.missingBytes === 0)
        : null,
    [payload, row.kind, row.payloadType, row.missingBytes],
  );
  if (content !== null) {
    return (
      <PayloadTabs
        content={content}
        second={modelAnswer.connection.value === null ? undefined : { tab: "Answer", view: <AnswerView /> }}
        first={{ tab: "Decoded", view: <DecodedView row={row} />, isDefault: isDecoded(row) }}
        last={{ tab: "Diff", view: <DiffView detail={detail} /> }}
      />
    );
  }
  if (record?.type === "request-finished") return <RequestDetail key={row.row} entry={record.entry} />;
  if (record === null) return null;
  return (
    <section class="detail-scroll" aria-label={say("factsOf")} tabIndex={0}>
      <Facts facts={formatRecord(record).facts} />
    </section>
  );
}

/** Whether there is more to say of it than its payload does. */
function isDecoded({ meaning }: MessageDetail["row"]): boolean {
  return meaning !== null && meaning.protocol !== null;
}
