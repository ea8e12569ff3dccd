import { useEffect, useRef } from "preact/hooks";
import { formatCount } from "../../core/format/format-count.ts";
import { MAX_NOTE_LENGTH } from "../../core/model/annotation.ts";
import { say } from "../../core/text/say.ts";
import type { Row } from "../../core/wire/row.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { usePanel } from "./panel-context.ts";

/** The note of a row, to be written. */
export function NoteDialog() {
  const { noteOf } = usePanel().marks;
  const row = noteOf.value;
  return row === null ? null : <NoteForm key={row.row} row={row} />;
}

function NoteForm({ row }: { row: Row }) {
  const { marks } = usePanel();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  const close = () => {
    marks.noteOf.value = null;
    document.querySelector<HTMLElement>(".grid")?.focus();
  };
  const keep = () => {
    marks.change([row.row], { note: field.current?.value.trim() ?? "" });
    close();
  };
  return (
    <ModalDialog label={say("noteOnRow", { row: formatCount(row.row + 1) })} onClose={close}>
      <form
        class="note-form"
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <textarea
          ref={field}
          aria-label={say("note")}
          rows={5}
          maxLength={MAX_NOTE_LENGTH}
          defaultValue={row.note}
          onInput={(event) => {
            marks.draft = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            keep();
          }}
        />
        <p class="is-dim">{say("keptWithTheSessionAlso")}</p>
        <div class="note-buttons">
          <button type="button" class="button" onClick={close}>
            {say("cancel")}
          </button>
          <button type="submit" class="button">
            {say("keep")}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
