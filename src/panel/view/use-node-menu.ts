import { useState } from "preact/hooks";
import type { MenuPlace } from "./popup-menu.tsx";

/** The menu of a line of a tree: where it is open, and what opens it. */
export interface NodeMenu {
  /** Null where it is closed. */
  readonly at: MenuPlace | null;
  onContextMenu(event: MouseEvent): void;
  /** Opens it for a key; answers whether it was one that does. */
  openByKey(event: KeyboardEvent, index: number): boolean;
  close(): void;
}

/** The menu of a tree whose lines have the IDs `prefix-0` and on; a line that it is opened on is chosen. */
export function useNodeMenu(prefix: string, choose: (index: number) => void): NodeMenu {
  const [at, setAt] = useState<MenuPlace | null>(null);
  return {
    at,
    onContextMenu(event) {
      const line = (event.target as Element).closest(`[id^="${prefix}-"]`);
      if (line === null) return;
      event.preventDefault();
      choose(Number(line.id.slice(prefix.length + 1)));
      setAt({ x: event.clientX, y: event.clientY });
    },
    openByKey(event, index) {
      if (!isMenuKey(event)) return false;
      const box = document.getElementById(`${prefix}-${index}`)?.getBoundingClientRect();
      if (box !== undefined) setAt({ x: box.left + 30, y: box.bottom });
      return true;
    },
    close: () => setAt(null),
  };
}

/** The key for menus, or what keyboards without it have. */
export function isMenuKey({ key, shiftKey }: KeyboardEvent): boolean {
  return key === "ContextMenu" || (key === "F10" && shiftKey);
}
