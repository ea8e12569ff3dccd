import { useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import type { SavedFilter } from "../../core/wire/kept-filters.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { Popover } from "./popover.tsx";

/** Saved and recent filters. */
export function FilterMenu() {
  const store = usePanel();
  return (
    <Popover label={say("savedFilters")} icon="down" hint={say("savedAndRecentFilters")} class="filter-menu">
      {(close) => (
        <FilterLists
          onApply={(text) => {
            close();
            store.applyFilter(text);
            document.querySelector<HTMLElement>(".filter input")?.focus();
          }}
        />
      )}
    </Popover>
  );
}

function FilterLists({ onApply }: { onApply: (text: string) => void }) {
  const { filter, filterMemory, status } = usePanel();
  const { saved, recent } = filterMemory.memory.value;
  const text = filter.value.trim();
  const isSaved = saved.some((it) => it.text === text);
  return (
    <>
      {text !== "" && !isSaved && <SaveForm text={text} />}
      <h2>{say("saved")}</h2>
      {saved.length === 0 && (
        <p class="is-dim">{text === "" ? say("noneWriteAFilterFirst") : say("noneSoFar")}</p>
      )}
      <ul>
        {saved.map((it) => (
          <SavedLine key={it.name} filter={it} onApply={onApply} />
        ))}
      </ul>
      {recent.length > 0 && (
        <>
          <h2>
            {say("recent")}
            <button type="button" class="button is-quiet" onClick={() => filterMemory.forgetRecent()}>
              {say("forget")}
            </button>
          </h2>
          <ul>
            {recent.map((it) => (
              <li key={it}>
                <button type="button" class="filter-entry" onClick={() => onApply(it)}>
                  <code>
                    <bdi>{it}</bdi>
                  </code>
                </button>
              </li>
            ))}
          </ul>
          {status.value?.privateWindow && <p class="is-dim">{say("inAPrivateWindowRecent")}</p>}
        </>
      )}
    </>
  );
}

function SaveForm({ text }: { text: string }) {
  const { filterMemory } = usePanel();
  const [name, setName] = useState("");
  const taken = filterMemory.memory.value.saved.some((it) => it.name === name.trim());
  return (
    <form
      class="filter-save"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "") return;
        filterMemory.save(name, text);
        setName("");
      }}
    >
      <input
        type="text"
        class="name-field"
        aria-label={say("nameOfTheFilter")}
        placeholder={say("saveThisFilterAs")}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={name.trim() === ""}>
        {taken ? say("replace") : say("save")}
      </button>
    </form>
  );
}

function SavedLine({ filter, onApply }: { filter: SavedFilter; onApply: (text: string) => void }) {
  const { filterMemory } = usePanel();
  const [name, setName] = useState<string | null>(null);
  if (name !== null) {
    return (
      <li>
        <form
          class="filter-save"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") filterMemory.rename(filter.name, name);
            setName(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setName(null);
          }}
        >
          <input
            type="text"
            class="name-field"
            aria-label={say("newNameOfTheFilter")}
            value={name}
            ref={(element) => element?.focus()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {say("rename")}
          </button>
        </form>
      </li>
    );
  }
  return (
    <li>
      <button type="button" class="filter-entry" title={filter.text} onClick={() => onApply(filter.text)}>
        <b>{filter.name}</b>{" "}
        <code>
          <bdi>{filter.text}</bdi>
        </code>
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("renameNamed", { name: filter.name })}
        title={say("rename")}
        onClick={() => setName(filter.name)}
      >
        <Icon name="rename" />
      </button>
      <button
        type="button"
        class="button is-quiet is-icon"
        aria-label={say("deleteNamed", { name: filter.name })}
        title={say("delete")}
        onClick={() => filterMemory.delete(filter.name)}
      >
        <Icon name="delete" />
      </button>
    </li>
  );
}
