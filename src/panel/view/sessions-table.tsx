import { useRef, useState } from "preact/hooks";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatDuration } from "../../core/format/format-duration.ts";
import { formatDateTime } from "../../core/format/format-time.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { SessionSummary } from "../../core/wire/session-summary.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** The recorded sessions, the newest first. */
export function SessionsTable() {
  const { sessions, status, isSilent } = usePanel();
  const all = sessions.sessions.value;
  if (all === null) {
    return (
      <p class="quiet" aria-busy={!isSilent.value}>
        {isSilent.value && say("notKnownTheRecorderDoesNot")}
      </p>
    );
  }
  if (all.length === 0) {
    const isInMemory = status.value?.session.kept === "memory";
    return <p class="quiet">{say(isInMemory ? "noSessionsThisIsInMemory" : "noSessionsAreStoredEach")}</p>;
  }
  const sorted = [...all].sort((a, b) => b.startedAt - a.startedAt);
  return (
    <table class="sessions">
      <thead>
        <tr>
          <th scope="col">{say("name")}</th>
          <th scope="col" class="wide-only">
            {say("page")}
          </th>
          <th scope="col">{say("started")}</th>
          <th scope="col" class="is-number wide-only">
            {say("duration")}
          </th>
          <th scope="col" class="is-number">
            {say("messages")}
          </th>
          <th scope="col" class="is-number">
            {say("size")}
          </th>
          <th scope="col">
            <span class="unseen">{say("actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
      </tbody>
    </table>
  );
}

type Mode = "shown" | "renaming" | "deleting";

function SessionRow({ session }: { session: SessionSummary }) {
  const { sessions, status } = usePanel();
  const [mode, setMode] = useState<Mode>("shown");
  /** The button that what is asked in the row began with, and that has the focus again after it. */
  const begun = useRef<Mode>("shown");
  const ask = (next: Mode) => {
    begun.current = next;
    setMode(next);
  };
  const back = (of: Mode) => (button: HTMLButtonElement | null) => {
    if (button === null || button.disabled || mode !== "shown" || begun.current !== of) return;
    begun.current = "shown";
    button.focus();
  };
  const { id, name, url, startedAt, changedAt, messages, bytes, live } = session;
  const isOpen = status.value?.session.id === id;
  const isGoing = sessions.removing.value.has(id);
  if (mode === "deleting") {
    return (
      <tr class="is-asking">
        <td colSpan={7}>
          <span class="ask">
            <span>{sayParts("deleteForGood", { b: <b>{name}</b> })}</span>
            <button
              type="button"
              class="button is-danger"
              onClick={() => {
                setMode("shown");
                void sessions.remove(id);
              }}
            >
              {say("delete")}
            </button>
            <button
              type="button"
              class="button"
              ref={(button) => button?.focus()}
              onClick={() => setMode("shown")}
            >
              {say("cancel")}
            </button>
          </span>
        </td>
      </tr>
    );
  }
  return (
    <tr
      class={isGoing ? "is-going" : undefined}
      aria-busy={isGoing}
      aria-current={isOpen ? "true" : undefined}
      onDblClick={() => mode === "shown" && !isGoing && void sessions.open(id)}
    >
      <td class="session-title">
        {mode === "renaming" ? (
          <NameField
            name={name}
            onDone={(next) => {
              setMode("shown");
              if (next !== null) void sessions.rename(id, next);
            }}
          />
        ) : (
          <button
            type="button"
            class="link"
            title={name}
            disabled={isGoing}
            onClick={() => void sessions.open(id)}
          >
            {name}
          </button>
        )}
        {live && <span class="badge">{say("live")}</span>}
        {isOpen && <span class="badge is-plain">{say("shown")}</span>}
      </td>
      <td class="session-page wide-only" title={url}>
        {url}
      </td>
      <td>{formatDateTime(startedAt)}</td>
      <td class="is-number wide-only">{formatDuration(changedAt - startedAt)}</td>
      <td class="is-number">{formatCount(messages)}</td>
      <td class="is-number">{formatBytes(bytes)}</td>
      <td class="session-actions">
        <div>
          <button
            type="button"
            class="button"
            aria-label={say("openNamed", { name })}
            title={say("openNamed", { name })}
            disabled={isGoing}
            onClick={() => void sessions.open(id)}
          >
            {say("open")}
          </button>
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("renameNamed", { name })}
            title={say("rename")}
            disabled={isGoing}
            ref={back("renaming")}
            onClick={() => ask("renaming")}
          >
            <Icon name="rename" />
          </button>
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("deleteNamed", { name })}
            title={live ? say("aSessionThatIsBeing") : say("delete")}
            disabled={live || isGoing}
            ref={back("deleting")}
            onClick={() => ask("deleting")}
          >
            <Icon name="delete" />
          </button>
        </div>
      </td>
    </tr>
  );
}

function NameField({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  // The field is left once more when it is taken away.
  const isDone = useRef(false);
  const done = (next: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(next);
  };
  const finish = (next: string) => done(next.trim() === "" || next === name ? null : next.trim());
  return (
    <input
      class="name-field"
      type="text"
      aria-label={say("nameOfTheSession")}
      value={text}
      ref={(field) => {
        if (field !== null && document.activeElement !== field) field.focus();
      }}
      onInput={(event) => setText(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          // What follows the key would go to the button that has the focus then, and begin anew.
          event.preventDefault();
          finish(event.currentTarget.value);
        } else if (event.key === "Escape") {
          // The dialog stays open.
          event.preventDefault();
          event.stopPropagation();
          done(null);
        }
      }}
    />
  );
}
