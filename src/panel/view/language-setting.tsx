import { useSignal } from "@preact/signals";
import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** Which language Duplex speaks, where that is not to be the browser's. */
export function LanguageSetting() {
  const { languages } = usePanel().host;
  const chosen = useSignal(languages.chosen());
  return (
    <>
      <label class="setting is-apart">
        {say("language")}{" "}
        <select
          value={chosen.value}
          aria-describedby="setting-language"
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
            languages.choose(currentTarget.value);
          }}
        >
          <option value="">{say("languageOfBrowser")}</option>
          {languages.known.map((tag) => (
            <option key={tag} value={tag} lang={tag}>
              {nameOf(tag)}
            </option>
          ))}
        </select>
      </label>
      <p class="setting-note" id="setting-language">
        {say("languageFollows")}
      </p>
    </>
  );
}

/** A language's name in itself: `Deutsch`. */
function nameOf(tag: string): string {
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
}
