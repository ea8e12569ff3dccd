import { type PlainKey, say } from "../../core/text/say.ts";
import type { WorkKind } from "../../core/wire/engine-status.ts";
import { usePanel } from "./panel-context.ts";

const NAMES: Readonly<Record<WorkKind, PlainKey>> = {
  opening: "openingASession",
  importing: "readingAFile",
  exporting: "writingAFile",
  deleting: "deletingASession",
};

/** What takes long: how far it is, and how to stop it. */
export function WorkBar() {
  const store = usePanel();
  const work = store.status.value?.work ?? null;
  if (work === null) return <div class="copy-bar is-empty" role="status" />;
  const { id, kind, done, total } = work;
  const name = say(NAMES[kind]);
  return (
    <div class="copy-bar" role="status">
      <progress {...(total > 0 ? { max: total, value: done } : {})} aria-label={name} />
      <span class="copy-says">{name}</span>
      <button type="button" class="button" onClick={() => store.stopWork(id)}>
        {say("stop")}
      </button>
    </div>
  );
}
