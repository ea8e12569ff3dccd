// biome-ignore-all lint/a11y/useFocusableInteractive: the field has the focus and takes the keys; its candidates are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the field has the focus and takes the keys; its candidates are told of by aria-activedescendant
import { useEffect } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import { usePanel } from "./panel-context.ts";

/** What could stand at the cursor of the filter. */
export function FilterCandidates({ onTake }: { onTake: (index: number) => void }) {
  const { completion } = usePanel();
  const active = completion.active.value;
  useEffect(() => {
    document.getElementById(`candidate-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div id="filter-candidates" class="candidates" role="listbox" aria-label={say("completions")}>
      {completion.candidates.value.map(({ text, says }, index) => (
        <div
          key={text}
          id={`candidate-${index}`}
          class="candidate"
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            // The focus stays in the field.
            event.preventDefault();
            onTake(index);
          }}
        >
          <code>
            <bdi>{text}</bdi>
          </code>
          {says !== "" && <small>{says}</small>}
        </div>
      ))}
    </div>
  );
}
