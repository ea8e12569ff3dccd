import { FILTER_EXAMPLES } from "../store/filter-help.ts";
import { usePanel } from "./panel-context.ts";
import { Popover } from "./popover.tsx";

/** The language of the Filter field, in examples that can be tried. */
export function FilterHelp() {
  const store = usePanel();
  return (
    <Popover label="How to filter" icon="help" hint="How to filter: examples" class="filter-help">
      {(close) => (
        <>
          <p>
            What stands side by side must all match. Case does not matter. An example is put in by a click.
          </p>
          <dl>
            {FILTER_EXAMPLES.map(({ text, says }) => (
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
            <kbd>/</kbd> goes to the field, <kbd>Esc</kbd> back. <kbd>Ctrl</kbd>/<kbd>⌘</kbd> <kbd>F</kbd>{" "}
            finds without filtering, <kbd>n</kbd> and <kbd>N</kbd> go to the next and the one before.
          </p>
        </>
      )}
    </Popover>
  );
}
