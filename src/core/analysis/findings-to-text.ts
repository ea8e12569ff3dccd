import type { Finding } from "./finding.ts";
import { printableStart } from "./printable.ts";

/** A title is not longer on a terminal. */
const MOST_LENGTH = 160;

/** Findings for a terminal, a line each; nothing where there are none. */
export function* findingsToText(findings: readonly Finding[]): Iterable<string> {
  if (findings.length === 0) return;
  yield "\nFindings\n";
  for (const { severity, title, connection } of findings) {
    const where = connection === null ? "" : ` (connection ${connection})`;
    yield `${severity}: ${printableStart(title, MOST_LENGTH)}${where}\n`;
  }
}
