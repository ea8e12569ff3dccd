import { useState } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { type ByteSelection, parseOffset } from "../store/byte-selection.ts";
import { CopyButton } from "./copy-button.tsx";
import { selectedHex } from "./hex-view.tsx";
import { usePanel } from "./panel-context.ts";

interface HexFootProps {
  readonly bytes: Uint8Array;
  readonly selection: ByteSelection;
  readonly onGo: (at: number) => void;
}

/** Which bytes are chosen, and the way to others. */
export function HexFoot({ bytes, selection, onGo }: HexFootProps) {
  const { notices } = usePanel();
  const [text, setText] = useState("");
  const start = selection.start.value;
  const end = selection.end.value;
  const offset = parseOffset(text);
  const isWrong = text.trim() !== "" && (offset === null || offset >= bytes.length);
  return (
    <div class="tree-foot hex-foot">
      <span id="hex-said" role="status">
        {end - start > 1
          ? say("bytesFrom", { end: formatCount(end - start), start: place(start) })
          : say("byteOf", { start: place(start), bytes: formatCount(bytes.length) })}
      </span>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (offset === null || isWrong) return;
          onGo(offset);
          document.querySelector<HTMLElement>(".is-hex")?.focus();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || text === "") return;
          event.stopPropagation();
          setText("");
        }}
      >
        <input
          type="text"
          class="name-field"
          aria-label={say("goToOffset")}
          aria-invalid={isWrong}
          title={isWrong ? say("anOffsetIsLessThan", { bytes: bytes.length }) : say("decimalOr0xffCtrlOr")}
          placeholder={say("goToOffset")}
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </form>
      <CopyButton label={say("copyBytes")} text={() => selectedHex(bytes, selection, notices.tell)} />
    </div>
  );
}

function place(at: number): string {
  return `${formatCount(at)} (0x${at.toString(16)})`;
}
