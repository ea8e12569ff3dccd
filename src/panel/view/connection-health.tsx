// biome-ignore-all lint/a11y/noStaticElementInteractions: an option of a list may hold no control; the tab Findings shows the same by keys
// biome-ignore-all lint/a11y/useKeyWithClickEvents: an option of a list may hold no control; the tab Findings shows the same by keys
import type { Finding } from "../../core/analysis/finding.ts";
import { type PlainKey, say } from "../../core/text/say.ts";
import { Icon, type IconName } from "./icons.tsx";

/** How a severity is named and drawn: told apart by shape, not by colour alone. */
export const SEVERITIES: Readonly<Record<Finding["severity"], { name: PlainKey; icon: IconName }>> = {
  error: { name: "error", icon: "error" },
  warning: { name: "warning", icon: "warning" },
  info: { name: "note", icon: "info" },
};

/** What ails a connection most, as a mark beside it; a click leads to its findings. */
export function ConnectionHealth({ finding, onShow }: { finding: Finding; onShow: () => void }) {
  const { severity, title } = finding;
  const { name, icon } = SEVERITIES[severity];
  const says = say("severityOf", { severity: say(name), title });
  return (
    <span
      class={`connection-health is-${severity}`}
      title={`${says}\n${say("clickForItsFindings")}`}
      onClick={(event) => {
        event.stopPropagation();
        onShow();
      }}
    >
      <Icon name={icon} />
      <span class="unseen">{says}</span>
    </span>
  );
}
