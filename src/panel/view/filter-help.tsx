import { formatKeys } from "../../core/format/format-keys.ts";
import { say, sayParts } from "../../core/text/say.ts";
import { filterExamples } from "../store/filter-help.ts";
import { usePanel } from "./panel-context.ts";
import { Popover } from "./popover.tsx";

/** The language of the Filter field, in examples that can be tried. */
export function FilterHelp() {
  const store = usePanel();
  return (
    <Popover label={say("howToFilter")} icon="help" hint={say("howToFilterExamples")} class="filter-help">
      {(close) => (
        <>
          <p>{say("whatStandsSideBySide")}</p>
          <dl>
            {filterExamples().map(({ text, says }) => (
              <div key={text}>
                <dt>
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      close();
                      store.applyFilter(text);
                      document.querySelector<HTMLElement>(".filter input")?.focus();
                    }}
                  >
                    <code>{text}</code>
                  </button>
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
          <p class="is-dim">
            {sayParts("goesToTheFieldBack", {
              kbd: <kbd>/</kbd>,
              kbd2: <kbd>Esc</kbd>,
              kbd3: <kbd>{formatKeys("Ctrl")}</kbd>,
              kbd4: <kbd>⌘</kbd>,
              kbd5: <kbd>F</kbd>,
              kbd6: <kbd>n</kbd>,
              kbd7: <kbd>N</kbd>,
            })}
          </p>
        </>
      )}
    </Popover>
  );
}
