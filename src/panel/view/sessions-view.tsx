import { useEffect, useRef } from "preact/hooks";
import { say, sayParts } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { ModalDialog } from "./modal-dialog.tsx";
import { NoticesBar } from "./notices-bar.tsx";
import { usePanel } from "./panel-context.ts";
import { SessionsTable } from "./sessions-table.tsx";
import { WorkBar } from "./work-bar.tsx";

/** The sessions, over the panel. */
export function SessionsDialog() {
  const { sessions } = usePanel();
  if (!sessions.shown.value) return null;
  return (
    <ModalDialog label={say("sessions")} wide onClose={() => sessions.hide()} tools={<ImportButton />}>
      <NoticesBar />
      <WorkBar />
      <SessionsTable />
    </ModalDialog>
  );
}

/** The sessions as what a page without DevTools begins with. */
export function SessionsStart() {
  const { sessions, host } = usePanel();
  useEffect(() => sessions.load(), [sessions]);
  return (
    <main class="body is-start">
      <section class="start" aria-label={say("sessions")}>
        <div class="start-head">
          <h2>{say("sessions")}</h2>
          <ImportButton />
        </div>
        {!host.inDevtools && (
          <p class="is-dim">
            {sayParts("toRecordOneOpenDevtools", {
              platform: navigator.platform.startsWith("Mac") ? "⌥⌘I" : "F12",
              b: <b>Duplex</b>,
            })}
          </p>
        )}
        <SessionsTable />
      </section>
    </main>
  );
}

function ImportButton() {
  const { sessions } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={sessions.importing.value}
        title={say("openAHarOrA")}
        onClick={() => input.current?.click()}
      >
        <Icon name="import" />
        {sessions.importing.value ? say("importing") : say("import")}
      </button>
      <input
        ref={input}
        type="file"
        accept=".har,.duplex"
        class="file-input"
        aria-label={say("fileToImport")}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          if (file !== undefined) void sessions.importFile(file);
        }}
      />
    </>
  );
}
