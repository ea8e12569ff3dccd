import type { Finding } from "../core/analysis/finding.ts";
import type { PageReport } from "../core/export/report/page-report.ts";
import { toReportHtml } from "../core/export/report/to-report-html.ts";
import { toReportMarkdown } from "../core/export/report/to-report-markdown.ts";
import { formatFileName } from "../core/format/format-file-name.ts";
import type { LoopView } from "../core/wire/polling-answer.ts";

/** Writes the report of a session; what rules say of its loops is among the findings. */
export function exportReport(
  about: Omit<PageReport, "loops" | "findings">,
  loops: readonly LoopView[],
  findings: readonly Finding[],
  format: "report-html" | "report-markdown",
): { file: Blob; name: string } {
  const all = new Map(
    [...findings, ...loops.flatMap(({ advice }) => advice)].map((it) => [`${it.rule} ${it.title}`, it]),
  );
  const report = { ...about, loops, findings: [...all.values()] };
  const isHtml = format === "report-html";
  const text = [...(isHtml ? toReportHtml(report) : toReportMarkdown(report))];
  const file = new Blob(text, { type: isHtml ? "text/html" : "text/markdown" });
  return { file, name: formatFileName(about.name, about.startedAt, isHtml ? "html" : "md") };
}
