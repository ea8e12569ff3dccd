// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: aria-checked goes with the roles that have it
import { useLayoutEffect, useRef } from "preact/hooks";

/** A line of a menu. */
export type MenuLine =
  | {
      readonly type: "item" | "check" | "radio";
      readonly label: string;
      /** Of a check or a radio. */
      readonly checked?: boolean;
      /** A few words more: the key that does the same, or why it cannot be done. */
      readonly note?: string;
      readonly disabled?: boolean;
      /** Stays open, for the next choice. */
      readonly stays?: boolean;
      run(): void;
    }
  | { readonly type: "title"; readonly label: string }
  | { readonly type: "line" };

/** Where a menu opens, in the panel's CSS pixels. */
export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

interface PopupMenuProps {
  readonly label: string;
  readonly at: MenuPlace;
  readonly lines: readonly MenuLine[];
  /** `refocus`: it was left by a key, or something was chosen. */
  readonly onClose: (refocus: boolean) => void;
}

/** The distance that a menu keeps from the edges. */
const EDGE_PX = 4;

const ROLES = { item: "menuitem", check: "menuitemcheckbox", radio: "menuitemradio" } as const;

/** A menu at a place, above everything: arrows, Home, End and letters move in it, Escape and a press elsewhere close it. */
export function PopupMenu({ label, at, lines, onClose }: PopupMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(EDGE_PX, Math.min(at.x, innerWidth - width - EDGE_PX))}px`;
    element.style.top = `${Math.max(EDGE_PX, Math.min(at.y, innerHeight - height - EDGE_PX))}px`;
    itemsOf(element)[0]?.focus();
    const outside = (event: Event) => {
      if (!element.contains(event.target as Node)) close.current(false);
    };
    const left = () => close.current(false);
    document.addEventListener("pointerdown", outside, true);
    document.addEventListener("wheel", outside, true);
    window.addEventListener("blur", left);
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      document.removeEventListener("wheel", outside, true);
      window.removeEventListener("blur", left);
    };
  }, [at]);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = itemsOf(menu.current);
    const now = all.indexOf(document.activeElement as HTMLElement);
    // Chromium's DevTools listens for Escape in panels, and the list for its own keys.
    event.stopPropagation();
    if (event.key === "Escape" || event.key === "Tab") close.current(true);
    else if (event.key === "ArrowDown") all[(now + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all[(now - 1 + all.length) % all.length]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      const begun = event.key.toLowerCase();
      const turned = [...all.slice(now + 1), ...all.slice(0, now + 1)];
      turned.find((it) => it.innerText.trim().toLowerCase().startsWith(begun))?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <div
      ref={menu}
      class="menu popup-menu"
      role="menu"
      aria-label={label}
      popover="manual"
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      {lines.map((line, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: the lines of one menu keep their places
        if (line.type === "line") return <hr key={index} />;
        if (line.type === "title")
          return (
            <div key={index} class="menu-title" role="presentation">
              {line.label}
            </div>
          );
        return (
          <button
            key={index}
            type="button"
            role={ROLES[line.type]}
            tabIndex={-1}
            aria-description={line.note}
            aria-disabled={line.disabled === true ? true : undefined}
            aria-checked={line.type === "item" ? undefined : line.checked === true}
            onClick={() => {
              if (line.disabled) return;
              if (!line.stays) close.current(true);
              line.run();
            }}
          >
            <span class="menu-sign" aria-hidden="true">
              {line.type !== "item" && line.checked ? (line.type === "check" ? "✓" : "•") : ""}
            </span>
            <span class="menu-label">{line.label}</span>
            {line.note !== undefined && (
              <span class="menu-note" aria-hidden="true">
                {line.note}
              </span>
            )}
          </button>
        );
        // biome-ignore-end lint/suspicious/noArrayIndexKey: the lines of one menu keep their places
      })}
    </div>
  );
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? [])];
}
