import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { type PlainKey, say, sayCount, sayParts } from "../../core/text/say.ts";
import type { DecodedMessage, DecodedPartView } from "../../core/wire/decoded-message.ts";
import type { Row } from "../../core/wire/row.ts";
import { DecodedTreeView } from "./decoded-tree-view.tsx";
import { usePanel } from "./panel-context.ts";
import { ProtocolChain } from "./protocol-chain.tsx";

/** What a message means: its protocols, the protocol messages in it, and the tree of one of them. */
export function DecodedView({ row }: { row: Row }) {
  const { decoded } = usePanel();
  const message = decoded.message.value;
  if (message === null) return <p class="quiet">{say("decoding")}</p>;
  const part = message.parts[decoded.part.value];
  const tree = decoded.tree.value;
  return (
    <div class="decoded" aria-busy={message.row !== row.row}>
      <ProtocolChain protocols={message} {...(part && { read: part.protocols })} />
      {message.readBytes < row.size - row.missingBytes && (
        <p class="detail-note">{say("decodedByItsFirstIt", { readbytes: formatBytes(message.readBytes) })}</p>
      )}
      {message.parts.length > 1 && <PartList message={message} />}
      {part === undefined ? (
        <p class="quiet">{say("nothingIsKnownOfThis")}</p>
      ) : (
        <PartFacts part={part} size={row.size} />
      )}
      {tree !== null && <DecodedTreeView tree={tree} />}
    </div>
  );
}

function PartList({ message }: { message: DecodedMessage }) {
  const { decoded } = usePanel();
  const chosen = decoded.part.value;
  return (
    <fieldset class="part-list" aria-label={say("messagesInThisMessage")}>
      {message.parts.map((part, index) => (
        <button
          key={index}
          type="button"
          class="part"
          aria-pressed={index === chosen}
          onClick={() => decoded.choosePart(index)}
        >
          <span class={kindClass(part)}>{part.kind}</span>
          <span class="part-summary">
            <bdi>{part.summary}</bdi>
          </span>
          <span class="is-dim">
            {say("bAt", { to: formatCount(part.to - part.from), from: formatCount(part.from) })}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

function PartFacts({ part, size }: { part: DecodedPartView; size: number }) {
  const { list } = usePanel();
  const { kind, event, channel, problem, earlier, piece, from, to, format, control } = part;
  return (
    <div class="part-facts">
      <p class="part-line">
        <span class={kindClass(part)}>{kind}</span>
        {event !== null && (
          <b>
            <bdi>{event}</bdi>
          </b>
        )}
        {channel !== null && <span>{sayParts("inChannel", { bdi: <bdi>{channel}</bdi> })}</span>}
        {control && <span class="is-dim">{say("servesTheProtocolAlone")}</span>}
        {format !== null && format !== kind && <span class="is-dim">{say("carries", { format })}</span>}
        <span class="is-dim">
          {from === 0 && to === size
            ? sayCount("allBytes", size)
            : say("ofBytesFromOffset", {
                to: formatCount(to - from),
                size: formatCount(size),
                from: formatCount(from),
              })}
        </span>
      </p>
      {problem !== null && <p class="detail-missing">{problem}</p>}
      {(earlier.length > 0 || piece !== "whole") && (
        <p class="part-line">
          <span class="is-dim">{say(PIECES[piece])}</span>
          {earlier.map((row) => (
            <button key={row} type="button" class="link" onClick={() => list.find(row)}>
              #{formatCount(row + 1)}
            </button>
          ))}
        </p>
      )}
    </div>
  );
}

const PIECES: Readonly<Record<DecodedPartView["piece"], PlainKey>> = {
  whole: "joinedWith",
  begins: "itBeginsHereTheRest",
  continues: "itGoesOnFrom",
  ends: "itEndsHereItBegan",
};

function kindClass({ control, failed }: DecodedPartView): string {
  return `kind ${control ? "is-control" : ""} ${failed ? "is-failed" : ""}`;
}
