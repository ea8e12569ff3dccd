import { formatMeaning } from "../../core/format/format-meaning.ts";
import { say } from "../../core/text/say.ts";
import type { Row } from "../../core/wire/row.ts";
import { MarkedText } from "./marked-text.tsx";

interface WordsProps {
  readonly row: Row;
  /** To be marked where they stand. */
  readonly words: readonly string[];
}

/** What a message is, in its protocol's words; where none is recognised, how it begins. Spaces are for who hears it. */
export function MeaningWords({ row, words: marked }: WordsProps) {
  const { meaning, name } = row;
  const words = meaning === null ? null : formatMeaning(meaning);
  if (meaning === null || words === null) return <Beginning row={row} words={marked} />;
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
      {kind !== "" && " "}
      {channel !== "" && (
        <span class="channel is-dim">
          <bdi>
            <MarkedText text={channel} words={marked} />
          </bdi>
        </span>
      )}
      {channel !== "" && " "}
      {event !== "" && event !== name && (
        <span class="event">
          <bdi>
            <MarkedText text={event} words={marked} />
          </bdi>
        </span>
      )}
      {event !== "" && event !== name && " "}
      {text === null ? (
        <Beginning row={row} words={marked} />
      ) : (
        <bdi class={meaning.control ? "is-dim" : ""}>
          <MarkedText text={text} words={marked} />
        </bdi>
      )}
      {meaning.problem !== null && <span class="missing"> {meaning.problem}</span>}
    </>
  );
}

function Beginning({ row, words }: WordsProps) {
  if (row.kind === "message" && row.size === 0) return <span class="is-dim">{say("empty")}</span>;
  return (
    <>
      <bdi>
        <MarkedText text={row.preview} words={words} />
      </bdi>
      {row.previewCut && "…"}
    </>
  );
}
