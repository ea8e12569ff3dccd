import type { Finding } from "../../core/analysis/finding.ts";

/** What a rule says, why, and on what it rests. */
export function AdviceNote({ finding }: { finding: Finding }) {
  const { severity, title, why, numbers, rule } = finding;
  return (
    <div class={`advice is-${severity}`} role="note" aria-label={rule}>
      <p class="advice-title">{title}</p>
      <p>{why}</p>
      <p class="dim">{numbers.map(([name, value]) => `${name}: ${value}`).join(" · ")}</p>
    </div>
  );
}
