import { useRef } from "preact/hooks";
import type { OwnDecoder } from "../../core/decode/own/own-decoder.ts";
import { say } from "../../core/text/say.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { NoticesBar } from "./notices-bar.tsx";
import { OwnDecoderForm } from "./own-decoder-form.tsx";
import { usePanel } from "./panel-context.ts";

/** The reader's own decoders: a list, and the one that is being written. */
export function OwnDecodersDialog() {
  const { ownDecoders } = usePanel();
  if (!ownDecoders.shown.value) return null;
  const draft = ownDecoders.draft.value;
  return (
    <ModalDialog
      label={say("ownDecoders")}
      wide
      tools={<Tools />}
      onClose={() => {
        ownDecoders.shown.value = false;
      }}
    >
      <NoticesBar />
      <div class="own-decoders">
        <DecoderList />
        {draft === null ? (
          <p class="quiet">{say("ownDecoderIs")}</p>
        ) : (
          <OwnDecoderForm key={draft.id} decoder={draft} />
        )}
      </div>
    </ModalDialog>
  );
}

function Tools() {
  const { ownDecoders } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => ownDecoders.create("*")}>
        {say("ownNew")}
      </button>
      <button
        type="button"
        class="button"
        title={say("ownImportHint")}
        onClick={() => input.current?.click()}
      >
        {say("import")}
      </button>
      <button
        type="button"
        class="button"
        disabled={(ownDecoders.list.value ?? []).length === 0}
        title={say("ownExportHint")}
        onClick={() => ownDecoders.exportAll()}
      >
        {say("export")}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json"
        class="file-input"
        aria-label={say("ownFile")}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          if (file !== undefined) void ownDecoders.importFile(file);
        }}
      />
    </>
  );
}

function DecoderList() {
  const { ownDecoders } = usePanel();
  const kept = ownDecoders.list.value ?? [];
  const draft = ownDecoders.draft.value;
  const isNew = draft !== null && !kept.some(({ id }) => id === draft.id);
  return (
    <ul class="own-list" aria-label={say("decodersList")}>
      {[...kept, ...(isNew ? [draft] : [])].map((it) => (
        <Item key={it.id} decoder={it} isNew={isNew && it === draft} isChosen={it.id === draft?.id} />
      ))}
    </ul>
  );
}

interface ItemProps {
  readonly decoder: OwnDecoder;
  readonly isNew: boolean;
  readonly isChosen: boolean;
}

function Item({ decoder: { id, name, url, on }, isNew, isChosen }: ItemProps) {
  const { ownDecoders } = usePanel();
  const state = ownDecoders.states.value.get(id);
  const shown = name === "" ? say("ownWithoutName") : name;
  return (
    <li class={isChosen ? "is-chosen" : ""}>
      <input
        type="checkbox"
        aria-label={say("ownIsOn", { name: shown })}
        title={say("ownOnOrOff")}
        checked={on && !isNew}
        disabled={isNew}
        onChange={(event) => ownDecoders.switchOn(id, event.currentTarget.checked)}
      />
      <button type="button" aria-pressed={isChosen} onClick={() => ownDecoders.choose(id)}>
        <b>
          <bdi>{shown}</bdi>
        </b>
        {isNew ? ` (${say("ownIsNew")})` : ownDecoders.unsaved.value.has(id) && ` (${say("ownIsChanged")})`}
        <span class="is-dim">
          <bdi>{url}</bdi>
        </span>
        {state !== undefined && state.state !== "fine" && <span class="missing">{say("ownDoesNotRun")}</span>}
      </button>
    </li>
  );
}
