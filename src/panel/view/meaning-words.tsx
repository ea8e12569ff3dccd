import { formatMeaning } from "../../core/format/format-meaning.ts";
import type { Row } from "../../core/wire/engine-api.ts";

/** What a message is, in its protocol's words; where none is recognised, how it begins. */
export function MeaningWords({ row }: { row: Row }) {
  const { meaning, name } = row;
  const words = meaning === null ? null : formatMeaning(meaning);
  if (meaning === null || words === null) return <Beginning row={row} />;
  const { kind, channel, event, text, title } = words;
  return (
    <>
      {kind !== "" && (
        <span
          class={`kind ${meaning.control ? "is-control" : ""} ${meaning.failed ? "is-failed" : ""}`}
          title={title}
        >
          {kind}
        </span>
      )}
      {channel !== "" && (
        <span class="channel is-dim">
          <bdi>{channel}</bdi>
        </span>
      )}
      {event !== "" && event !== name && (
        <span class="event">
          <bdi>{event}</bdi>
        </span>
      )}
      {text === null ? <Beginning row={row} /> : <bdi class={meaning.control ? "is-dim" : ""}>{text}</bdi>}
      {meaning.problem !== null && <span class="missing"> {meaning.problem}</span>}
    </>
  );
}

function Beginning({ row }: { row: Row }) {
  if (row.kind === "message" && row.size === 0) return <span class="is-dim">empty</span>;
  return (
    <>
      <bdi>{row.preview}</bdi>
      {row.previewCut && "…"}
    </>
  );
}
