import type { ButtonHTMLAttributes, ComponentChildren } from "preact";

interface ToolButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "icon" | "label"> {
  readonly label: string;
  readonly icon: ComponentChildren;
  /** What it does, for the tooltip. */
  readonly hint: string;
  /** A toggle's state. */
  readonly pressed?: boolean;
}

/** A button of a toolbar: drawing and name; the name is not shown where there is no room for it. */
export function ToolButton({ label, icon, hint, pressed, class: className, ...rest }: ToolButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={`tool-button ${className ?? ""}`}
      aria-label={label}
      title={hint}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
    >
      {icon}
      <span class="tool-label" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}
