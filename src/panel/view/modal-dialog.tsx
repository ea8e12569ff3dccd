// biome-ignore-all lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { keepTabWithin } from "./keep-tab-within.ts";

interface ModalDialogProps {
  readonly label: string;
  readonly wide?: boolean;
  readonly tools?: ComponentChildren;
  /** Nothing in it takes the focus: to be scrolled by keys, it does itself. */
  readonly isText?: boolean;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A dialog over the panel; Escape, its button and a click beside it close it. */
export function ModalDialog({
  label,
  wide = false,
  tools,
  isText = false,
  onClose,
  children,
}: ModalDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Where what had the focus is gone, the key goes to the body.
    const outside = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !element?.contains(event.target as Node)) closeOn(event, close.current);
    };
    window.addEventListener("keydown", outside, true);
    return () => {
      window.removeEventListener("keydown", outside, true);
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${wide ? "is-wide" : ""}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") closeOn(event, onClose);
        else keepTabWithin(event, event.currentTarget);
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div class="dialog-box">
        <header class="dialog-head">
          <h2>{label}</h2>
          {tools}
          <button
            type="button"
            class="button is-quiet is-icon"
            aria-label={say("close")}
            title={say("close")}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body" {...(isText && { tabIndex: 0, role: "region", "aria-label": label })}>
          {children}
        </div>
      </div>
    </dialog>
  );
}

/** Chromium's DevTools listens for Escape in panels, and would open its drawer instead. */
function closeOn(event: KeyboardEvent, close: () => void): void {
  event.stopPropagation();
  event.preventDefault();
  close();
}
