import { formatBytes } from "../../format/format-bytes.ts";
import { formatCostBytes } from "../../format/format-cost-bytes.ts";
import { formatCount } from "../../format/format-count.ts";
import { formatQuantity } from "../../format/format-quantity.ts";
import { formatDateTime } from "../../format/format-time.ts";
import { formatTransport } from "../../format/format-transport.ts";
import { language } from "../../text/language.ts";
import { say } from "../../text/say.ts";
import type { LoopView } from "../../wire/polling-answer.ts";
import type { PageReport } from "./page-report.ts";
import { reportFacts, socketText } from "./report-facts.ts";

const STYLE = `body{font:14px/1.45 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1f1f1f;background:#fff}
code{font:12px ui-monospace,monospace;overflow-wrap:anywhere}table{border-collapse:collapse;margin:.6em 0}
th,td{border-top:1px solid #d5dbe6;padding:.2em .8em .2em 0;text-align:left;vertical-align:top;font-weight:400}
svg{display:block;width:100%;height:24px;border:1px solid #d5dbe6}.full{fill:#146c2e}.empty{fill:#8a8f98}.failed{fill:#b3261e}.unseen{fill:none;stroke:#8a8f98}
.finding{border-left:4px solid #0b57d0;padding:.2em .8em;margin:.6em 0;break-inside:avoid}.warning{border-color:#8a5000}.error{border-color:#b3261e}
h2,h3,svg{break-after:avoid}svg,tr{break-inside:avoid}.dim{color:#5b5f66}h3{margin-bottom:.3em}@media print{body{margin:0;max-width:none}}`;

/** As the report has them, within a sentence. */
export const SEVERITIES = {
  error: "severityError",
  warning: "severityWarning",
  info: "severityInfo",
} as const;

const STRIP_WIDTH = 1000;
const STRIP_HEIGHT = 24;

/**
 * The report as one page that needs nothing else and runs nothing: no script, no picture from elsewhere, and a policy that says so. All text is
 * escaped (WHATWG HTML 13.3).
 */
export function* toReportHtml(report: PageReport): Iterable<string> {
  const { name, startedAt, requests, messages, loops, findings, version, exportedAt } = report;
  const title = escapeHtml(name || say("reportSession"));
  yield `<!doctype html>\n<html lang="${escapeHtml(language())}"><head><meta charset="utf-8"><title>${title}</title>`;
  yield `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`;
  yield `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>\n<h1>${title}</h1>\n`;
  const from = startedAt === null ? "" : say("reportFrom", { at: formatDateTime(startedAt) });
  yield `<p>${formatQuantity(requests, "request")}, ${formatQuantity(messages, "message")}${from}. `;
  yield `${say("reportWritten", { at: formatDateTime(exportedAt), version: escapeHtml(version) })}</p>\n<h2>${say("polling")}</h2>\n`;
  if (loops.length === 0) yield `<p>${say("reportNothingPolls")}</p>\n`;
  for (const loop of loops) yield* loopSection(loop, report);
  yield* socketSection(report);
  yield `<h2>${say("findings")}</h2>\n`;
  if (findings.length === 0) yield `<p>${say("reportNone")}</p>\n`;
  for (const { severity, title: claim, why, numbers } of findings) {
    yield `<div class="finding ${severity}"><strong>${escapeHtml(claim)}</strong><br>${escapeHtml(why)}<br>`;
    yield `<span class="dim">${escapeHtml(`${say(SEVERITIES[severity])}${numbers.map(([key, value]) => `; ${key}: ${value}`).join("")}`)}</span></div>\n`;
  }
  yield `<p class="dim">${escapeHtml(say("reportNotCounted"))}</p>\n`;
  yield "</body></html>\n";
}

function* socketSection({ sockets }: PageReport): Iterable<string> {
  if (sockets.length === 0) return;
  yield `<h2>${escapeHtml(say("socketsAndStreams"))}</h2>\n<table>`;
  for (const it of sockets)
    yield `<tr><th><code>${escapeHtml(it.url)}</code></th><td>${escapeHtml(socketText(it))}</td></tr>`;
  yield "</table>\n";
}

function* loopSection(loop: LoopView, report: PageReport): Iterable<string> {
  const called = loop.name ?? loop.apart;
  const name = called === null ? "" : ` (${escapeHtml(called)})`;
  yield `<section><h3><code>${escapeHtml(`${loop.method} ${loop.url}`)}</code>${name}</h3>\n${stripSvg(loop)}`;
  yield `<p class="dim">${escapeHtml(say("reportStrip"))}</p>\n<table>`;
  for (const [term, value] of reportFacts(loop, report))
    yield `<tr><th>${escapeHtml(term)}</th><td>${escapeHtml(value)}</td></tr>`;
  yield `</table>\n<table><tr><th>${say("reportTransport")}</th><th>${say("bytes")}</th><th>${say("messages")}</th><th>${say("reportHow")}</th></tr>`;
  for (const cost of loop.costs) {
    const { transport, messages, lines } = cost;
    const how = lines.map((it) => escapeHtml(`${it.what} ${formatBytes(it.bytes)} (${it.how})`)).join("<br>");
    yield `<tr><td>${formatTransport(transport)}</td><td>${formatCostBytes(cost)}</td><td>${formatCount(messages)}</td><td>${how}</td></tr>`;
  }
  yield "</table></section>\n";
}

function stripSvg({ facts }: LoopView): string {
  const { strip, startedAt, endedAt } = facts;
  const span = Math.max(1, endedAt - startedAt);
  const step = Math.ceil(strip.length / (2 * STRIP_WIDTH));
  const bars = strip.flatMap(({ at, endAt, what }, index) => {
    if (what === "empty" && index % step !== 0) return [];
    const x = ((at - startedAt) / span) * STRIP_WIDTH;
    const width = Math.max(1.2, ((endAt - at) / span) * STRIP_WIDTH);
    const y = what === "empty" ? STRIP_HEIGHT / 2 : 0;
    return [
      `<rect class="${what}" x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${STRIP_HEIGHT - y}"/>`,
    ];
  });
  return `<svg viewBox="0 0 ${STRIP_WIDTH + 4} ${STRIP_HEIGHT}" preserveAspectRatio="none">${bars.join("")}</svg>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
