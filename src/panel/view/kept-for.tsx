import { useEffect, useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { usePanel } from "./panel-context.ts";

/** What something is decided for, as it is kept. */
export interface Kept {
  readonly url: string | null;
  readonly session: string | null;
  readonly connection: number | null;
}

/** What the reader has chosen it for: this connection, or all whose address has a pattern. */
export interface KeptForState {
  readonly pattern: string;
  readonly isWide: boolean;
  readonly kept: Kept;
  choosePattern(pattern: string): void;
  chooseWide(isWide: boolean): void;
}

/** Begins with what was decided before, and follows where that is made wide elsewhere: a field that somebody is at stays. */
export function useKeptFor({ id, url }: ConnectionView, before: Kept | null): KeptForState {
  const store = usePanel();
  const [pattern, setPattern] = useState(before?.url ?? toPattern(url));
  const [isWide, setWide] = useState(before?.url != null);
  const session = store.status.value?.session.id ?? "";
  const decided = before?.url ?? null;
  useEffect(() => {
    if (decided === null) return;
    setPattern(decided);
    setWide(true);
  }, [decided]);
  return {
    pattern,
    isWide,
    kept: isWide ? { url: pattern, session: null, connection: null } : { url: null, session, connection: id },
    choosePattern(next) {
      setPattern(next);
      setWide(true);
    },
    chooseWide: setWide,
  };
}

/** Lets the reader choose; `name` is that of the radio buttons. */
export function KeptFor({ state, name }: { state: KeptForState; name: string }) {
  return (
    <fieldset>
      <legend class="unseen">{say("whatItIsDecidedFor")}</legend>
      <label class="check">
        <input type="radio" name={name} checked={!state.isWide} onChange={() => state.chooseWide(false)} />
        {say("forThisConnection")}
      </label>
      <div class="decider-pattern">
        <label class="check">
          <input type="radio" name={name} checked={state.isWide} onChange={() => state.chooseWide(true)} />
          {say("forAddressesLike")}
        </label>
        <input
          type="text"
          aria-label={say("patternOfAddresses")}
          title={say("standsForAnything")}
          spellcheck={false}
          value={state.pattern}
          onInput={(event) => state.choosePattern(event.currentTarget.value)}
        />
      </div>
    </fieldset>
  );
}

/** All of the same place: a query is another one each time. */
export function toPattern(url: string): string {
  return url === "" ? "*" : `${url.replace(/[?#].*$/s, "")}*`;
}
