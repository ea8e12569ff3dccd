import { useRef, useState } from "preact/hooks";
import type { OwnDecoder } from "../../core/decode/own/own-decoder.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import { OwnTrialView } from "./own-trial-view.tsx";
import { usePanel } from "./panel-context.ts";
import { RunnerNote } from "./runner-note.tsx";

/** A decoder as it is written, and what it makes of the chosen message. */
export function OwnDecoderForm({ decoder }: { decoder: OwnDecoder }) {
  const store = usePanel();
  const { ownDecoders } = store;
  const code = useRef<HTMLTextAreaElement>(null);
  const [wrong, setWrong] = useState("");
  const { id } = decoder;
  const state = ownDecoders.states.value.get(id);
  const isKept = (ownDecoders.list.value ?? []).some((it) => it.id === id);
  const detail = store.detail.detail.value;
  const chosen = detail?.row.kind === "message" ? detail : null;
  const connection = chosen === null ? undefined : store.connections.value.get(chosen.row.connection);

  /** A line of the code is selected, so that one sees it. */
  const goTo = (line: number) => {
    const field = code.current;
    if (field === null) return;
    const lines = field.value.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, it) => sum + it.length + 1, 0);
    field.focus();
    field.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  };

  return (
    <form
      class="own-form"
      onSubmit={(event) => {
        event.preventDefault();
        setWrong(ownDecoders.save());
      }}
    >
      <label>
        {say("name")}
        <input
          type="text"
          value={decoder.name}
          spellcheck={false}
          onInput={(event) => ownDecoders.write({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        {say("forAddressesLike")}
        <input
          type="text"
          value={decoder.url}
          spellcheck={false}
          title={say("standsForAnything")}
          onInput={(event) => ownDecoders.write({ url: event.currentTarget.value })}
        />
      </label>
      <label class="own-code">
        {say("ownCode")}
        <textarea
          ref={code}
          value={decoder.code}
          spellcheck={false}
          autocomplete="off"
          wrap="off"
          rows={11}
          onInput={(event) => ownDecoders.write({ code: event.currentTarget.value })}
          onKeyDown={(event) => {
            // Escape closes the dialog; what is written stays.
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              setWrong(ownDecoders.save());
            }
          }}
        />
      </label>
      {wrong !== "" && (
        <p class="detail-missing" role="alert">
          {wrong}
        </p>
      )}
      {state !== undefined && <RunnerNote id={id} state={state} />}
      <div class="own-buttons">
        <button type="submit" class="button is-default" disabled={!ownDecoders.unsaved.value.has(id)}>
          {say("save")}
        </button>
        <button
          type="button"
          class="button"
          disabled={chosen === null || connection === undefined}
          title={chosen === null ? say("ownTryFirst") : say("ownTryHint")}
          onClick={() => {
            if (chosen !== null && connection !== undefined) ownDecoders.tryOn(chosen, connection);
          }}
        >
          {chosen === null ? say("ownTryNone") : say("ownTry", { row: formatCount(chosen.row.row + 1) })}
        </button>
        <span class="toolbar-space" />
        <button type="button" class="button" onClick={() => ownDecoders.remove(id)}>
          {isKept ? say("delete") : say("ownDiscard")}
        </button>
      </div>
      <OwnTrialView goTo={goTo} />
      <p class="setting-note">{say("ownRunsIn")}</p>
    </form>
  );
}
