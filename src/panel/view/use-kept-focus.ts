import { useEffect } from "preact/hooks";

/** What takes the focus where nothing has it, the first that is there. */
const PLACES = [
  "dialog[open] .dialog-body :is(button, input)",
  "dialog[open] button",
  ".popover :is(button, input)",
  ".grid",
  ".connections",
];

/**
 * Gives the focus a place when what had it is gone, such as a button that took itself away: whoever works by keys would
 * else begin anew. No browser tells of that. What had it is looked for when something is done in the panel, for a window
 * that is not in front tells of no change of focus.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: Element | null = null;
    const look = () => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) last = activeElement;
    };
    /** What is beside the panel, in DevTools, has it now, and keeps it. */
    const forget = () => {
      last = null;
    };
    const observer = new MutationObserver(() => {
      if (last === null || last.isConnected) return;
      last = null;
      if (document.activeElement !== document.body) return;
      for (const place of PLACES) {
        const found = document.querySelector<HTMLElement>(place);
        if (found === null) continue;
        found.focus({ preventScroll: true });
        return;
      }
    });
    const looked = ["focusin", "keydown", "click"] as const;
    for (const type of looked) document.addEventListener(type, look, true);
    window.addEventListener("blur", forget);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      for (const type of looked) document.removeEventListener(type, look, true);
      window.removeEventListener("blur", forget);
      observer.disconnect();
    };
  }, []);
}
