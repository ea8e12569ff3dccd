import { useEffect, useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** How long the button says that it has copied. */
const SAID_MS = 1200;

interface CopyButtonProps {
  readonly label: string;
  /** Made when pressed: it may be large. */
  readonly text: () => string | Promise<string>;
}

/** Copies a text, and says so. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const store = usePanel();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button
      type="button"
      class="button is-quiet copy-button"
      aria-label={label}
      title={label}
      onClick={async () => setCopied(await store.copy(await text()))}
    >
      <Icon name="copy" />
      <span aria-live="polite">{copied ? say("copied") : label}</span>
    </button>
  );
}
