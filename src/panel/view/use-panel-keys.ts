import { useEffect } from "preact/hooks";
import { usePanel } from "./panel-context.ts";

/**
 * The keys that hold wherever the focus is: `/` goes to the filter, but not where one writes; Ctrl or Cmd with F, which would
 * look in the few rows that are elements, finds in the list. Parts with a search of their own have taken it before.
 */
export function usePanelKeys(): void {
  const { find } = usePanel();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const isFind =
        event.key === "f" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (
        isFind &&
        document.querySelector("dialog[open]") === null &&
        document.querySelector(".grid") !== null
      ) {
        event.preventDefault();
        return find.open();
      }
      if (event.key !== "/" || isWriting(event)) return;
      const field = document.querySelector<HTMLInputElement>(".filter input");
      if (field === null || document.querySelector("dialog[open]") !== null) return;
      event.preventDefault();
      field.focus();
      field.select();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [find]);
}

function isWriting({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type))
  );
}
