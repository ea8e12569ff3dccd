import { formatBytes } from "../../format/format-bytes.ts";
import { formatCostBytes } from "../../format/format-cost-bytes.ts";
import { formatCount } from "../../format/format-count.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import { formatDateTime } from "../../format/format-time.ts";
import { formatTransport } from "../../format/format-transport.ts";
import { say } from "../../text/say.ts";
import type { PageReport } from "./page-report.ts";
import { reportFacts, socketText } from "./report-facts.ts";
import { SEVERITIES } from "./to-report-html.ts";

/** So many columns of a strip in text. */
const STRIP = 60;

/** The report as Markdown, for a ticket. What comes from the page cannot become markup. */
export function* toReportMarkdown(report: PageReport): Iterable<string> {
  const { name, startedAt, requests, messages, loops, findings, version, exportedAt } = report;
  yield `# ${inline(name || say("reportSession"))}\n\n`;
  yield `${formatQuantity(requests, "request")}, ${formatQuantity(messages, "message")}`;
  yield `${startedAt === null ? "" : say("reportFrom", { at: formatDateTime(startedAt) })}. ${say("reportWritten", { at: formatDateTime(exportedAt), version })}\n\n`;
  yield `## ${say("polling")}\n\n`;
  if (loops.length === 0) yield `${say("reportNothingPolls")}\n\n`;
  for (const loop of loops) {
    const name = loop.name ?? loop.apart;
    yield `### ${code(`${loop.method} ${loop.url}`)}${name === null ? "" : ` (${inline(name)})`}\n\n`;
    yield `\`${stripText(loop.facts)}\` ${say("reportStripSigns")}\n\n`;
    for (const [term, value] of reportFacts(loop, report)) yield `- ${inline(term)}: ${inline(value)}\n`;
    yield `\n| ${say("transport")} | ${say("bytesWord")} | ${say("messagesWord")} | ${say("howItWasCounted")} |\n| --- | ---: | ---: | --- |\n`;
    for (const cost of loop.costs) {
      const { transport, messages: count, lines } = cost;
      const how = lines.map((it) => `${it.what} ${formatBytes(it.bytes)} (${it.how})`).join("; ");
      yield `| ${formatTransport(transport)} | ${formatCostBytes(cost)} | ${formatCount(count)} | ${inline(how)} |\n`;
    }
    yield "\n";
  }
  if (report.sockets.length > 0) {
    yield `## ${inline(say("socketsAndStreams"))}\n\n`;
    for (const it of report.sockets) yield `- ${code(it.url)}: ${inline(socketText(it))}\n`;
    yield "\n";
  }
  yield `## ${say("findings")}\n\n`;
  if (findings.length === 0) yield `${say("reportNone")}\n`;
  for (const { severity, title, why, numbers } of findings) {
    yield `- **${say(SEVERITIES[severity])}**: ${inline(title)}. ${inline(why)}\n`;
    if (numbers.length > 0)
      yield `  (${inline(numbers.map(([key, value]) => `${key}: ${value}`).join("; "))})\n`;
  }
  yield `\n${say("reportNotCounted")}\n`;
}

/** It is not seen, and parts what would become a link or a mention. */
const NOTHING = "\u200b";

/**
 * Text in a line: signs of Markdown and HTML are escaped (CommonMark 2.4), breaks become spaces; parentheses mean nothing after an escaped bracket. Addresses (GitHub Flavored Markdown
 * 6.9) and mentions of people and issues stay text: they need no sign that could be escaped.
 */
function inline(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/:\/\/|www\.|[@#]/gi, (sign) =>
      sign.length === 1 ? sign + NOTHING : sign[0] + NOTHING + sign.slice(1),
    )
    .replace(/[\\`*_{}[\]<>#|~&$]/g, (sign) => `\\${sign}`);
}

/** As code: longer fences than any in the text (CommonMark 6.1). Not for a table, whose lines would part it. */
function code(text: string): string {
  const flat = text.replace(/\s+/g, " ");
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
    if (part.some(({ what }) => what === "failed")) return "×";
    return part.some(({ what }) => what === "unseen") ? "?" : "░";
  }).join("");
}
