import { useEffect } from "preact/hooks";
import { usePanel } from "./panel-context.ts";

/**
 * The keys that hold wherever the focus is: `/` goes to the filter and `?` lists the keys, but not where one writes; Ctrl or Cmd with F, which would
 * look in the few rows that are elements, finds in the list, but not where the detail pane has a search of its own.
 */
export function usePanelKeys(): void {
  const { find, keysShown } = usePanel();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (document.querySelector("dialog[open]") !== null) return;
      if (isFindKey(event)) {
        if ((event.target as Element).closest(".payload.is-searched") !== null) return;
        if (document.querySelector(".grid") === null) return;
        event.preventDefault();
        event.stopPropagation();
        find.open();
      } else if (event.key === "/" && !isWriting(event)) {
        const field = document.querySelector<HTMLInputElement>(".filter input");
        if (field === null) return;
        event.preventDefault();
        field.focus();
        field.select();
      } else if (event.key === "?" && !isWriting(event)) {
        event.preventDefault();
        keysShown.value = true;
      }
    };
    // Before Chromium's DevTools, which has a listener in panels and takes its own shortcuts away.
    document.addEventListener("keydown", onKeyDown, true);
    return () => document.removeEventListener("keydown", onKeyDown, true);
  }, [find, keysShown]);
}

/** Ctrl or Cmd with F. */
export function isFindKey({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "f" && ctrlKey !== metaKey && !altKey && !shiftKey;
}

function isWriting({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type))
  );
}
