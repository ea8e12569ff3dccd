import { formatBytes } from "../../format/format-bytes.ts";
import { formatCount } from "../../format/format-count.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import { formatDateTime } from "../../format/format-time.ts";
import type { PageReport } from "./page-report.ts";
import { reportFacts } from "./report-facts.ts";

/** So many columns of a strip in text. */
const STRIP = 60;

/** The report as Markdown, for a ticket. What comes from the page cannot become markup. */
export function* toReportMarkdown(report: PageReport): Iterable<string> {
  const { name, startedAt, requests, messages, loops, findings, version, exportedAt } = report;
  yield `# ${inline(name || "Session")}\n\n`;
  yield `${formatQuantity(requests, "request")}, ${formatQuantity(messages, "message")}`;
  yield `${startedAt === null ? "" : `, from ${formatDateTime(startedAt)}`}. Written ${formatDateTime(exportedAt)} by Duplex ${version}.\n\n`;
  yield "## Polling\n\n";
  if (loops.length === 0) yield "Nothing polls.\n\n";
  for (const loop of loops) {
    yield `### ${code(`${loop.method} ${loop.url}`)}${loop.name === null ? "" : ` (${inline(loop.name)})`}\n\n`;
    yield `\`${stripText(loop.facts)}\` (█ told something, ░ told nothing, × failed)\n\n`;
    for (const [term, value] of reportFacts(loop)) yield `- ${inline(term)}: ${inline(value)}\n`;
    yield "\n| transport | bytes | messages | how it was counted |\n| --- | ---: | ---: | --- |\n";
    for (const { transport, bytes, messages: count, estimated, lines } of loop.costs) {
      const how = lines.map((it) => `${it.what} ${formatBytes(it.bytes)} (${it.how})`).join("; ");
      yield `| ${transport} | ${estimated ? "about " : ""}${formatBytes(bytes)} | ${formatCount(count)} | ${inline(how)} |\n`;
    }
    yield "\n";
  }
  yield "## Findings\n\n";
  if (findings.length === 0) yield "None.\n";
  for (const { severity, title, why, numbers } of findings) {
    yield `- **${severity}**: ${inline(title)}. ${inline(why)}\n`;
    if (numbers.length > 0)
      yield `  (${inline(numbers.map(([key, value]) => `${key}: ${value}`).join("; "))})\n`;
  }
  yield "\nTCP, TLS and IP are not counted. Headers of HTTP/1.1 are counted to the byte, those of HTTP/2 are estimated.\n";
}

/** It is not seen, and parts what would become a link or a mention. */
const NOTHING = "\u200b";

/**
 * Text in a line: signs of Markdown and HTML are escaped (CommonMark 2.4), breaks become spaces. Addresses (GitHub Flavored Markdown
 * 6.9) and mentions of people and issues stay text: they need no sign that could be escaped.
 */
function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/:\/\/|www\.|[@#]/gi, (sign) =>
      sign.length === 1 ? sign + NOTHING : sign[0] + NOTHING + sign.slice(1),
    )
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, (sign) => `\\${sign}`);
}

/** As code: longer fences than any in the text (CommonMark 6.1). */
function code(text: string): string {
  const flat = text.replace(/\s+/g, " ").replaceAll("|", "%7C");
  const longest = (flat.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${flat}${fence}` : `${fence} ${flat} ${fence}`;
}

/** Each column stands for its part of the answers: something told counts before a failure, and that before nothing. */
function stripText({ strip }: { readonly strip: readonly { readonly what: string }[] }): string {
  const columns = Math.min(STRIP, strip.length);
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * strip.length) / columns);
    const part = strip.slice(from, Math.max(from + 1, Math.floor(((column + 1) * strip.length) / columns)));
    if (part.some(({ what }) => what === "full")) return "█";
    return part.some(({ what }) => what === "failed") ? "×" : "░";
  }).join("");
}
