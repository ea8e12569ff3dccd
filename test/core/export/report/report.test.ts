import { describe, expect, it } from "vitest";
import { findLoops } from "../../../../src/core/analysis/polling/find-loops.ts";
import { noteRequests } from "../../../../src/core/analysis/polling/note-requests.ts";
import { readExchanges } from "../../../../src/core/analysis/polling/read-exchanges.ts";
import { viewLoops } from "../../../../src/core/analysis/polling/view-loops.ts";
import type { PageReport } from "../../../../src/core/export/report/page-report.ts";
import { toReportHtml } from "../../../../src/core/export/report/to-report-html.ts";
import { toReportMarkdown } from "../../../../src/core/export/report/to-report-markdown.ts";
import { START } from "../../../support/session-from-text.ts";
import { sessionOfTraffic } from "../../analysis/polling/session-of-traffic.ts";

const HOSTILE = "<img src=x onerror=alert(1)>`|**\n# x";

async function makeReport(): Promise<PageReport> {
  const session = await sessionOfTraffic(1, (t) => {
    t.row({
      count: 20,
      every: 2000,
      url: `https://a.example/new?room=${encodeURIComponent("<b>")}`,
      request: (i) => ({ method: "POST", body: { operationName: HOSTILE }, answer: i === 4 ? [1] : [] }),
    });
  });
  const loops = viewLoops(session, findLoops(session), noteRequests(readExchanges(session)));
  const findings = loops.flatMap(({ advice }) => advice);
  return {
    ...{ name: HOSTILE, startedAt: START, exportedAt: START, version: "0", requests: 20, messages: 0 },
    ...{ loops, findings, users: 500, hours: 4 },
    sockets: [
      {
        ...{
          connection: 1,
          url: `wss://a.example/${encodeURIComponent(HOSTILE)}`,
          kind: "websocket",
          compressed: false,
        },
        ...{ messages: 40, payloadBytes: 4000, overheadBytes: 160, exact: true, asRequestsBytes: 32_000 },
        ...{ headersKnown: true, traffic: { kind: "feed", because: HOSTILE } },
      },
    ],
  };
}

describe("the report", () => {
  it("has loop, cost and advice as one page, in which nothing of the page's is markup", async () => {
    const html = [...toReportHtml(await makeReport())].join("");
    expect(html).toContain("POST https://a.example/new");
    expect(html).toContain("Server-Sent Events");
    // 500 browsers with a loop of 2 s, as the reader has set it.
    expect(html).toMatch(/(249|250) requests a second/);
    expect(html).toContain("In 500 browsers, 4 hours a day");
    expect(html).toContain("40 messages, 4.0 kB of payload, 160 B of frames");
    expect(html.match(/<rect class="full"/g)).toHaveLength(1);
    expect(html).not.toContain("<img");
    expect(html).not.toMatch(/<script|\son\w+=[^&]*(?=>)/);
  });

  it("says of bytes that the browser did not tell all of them", async () => {
    const report = await makeReport();
    const bytesOf = (it: PageReport) =>
      [...toReportMarkdown(it)].join("").match(/(?:Bytes, both ways: |requests a second.*, )(?:at least )?/g);
    expect(bytesOf(report)?.some((it) => it.includes("at least"))).toBe(false);
    const [loop] = report.loops;
    if (loop === undefined) throw new Error("There is no loop.");
    const told = { ...loop, facts: { ...loop.facts, partHeaders: 3 } };
    expect(bytesOf({ ...report, loops: [told] })).toEqual([
      "Bytes, both ways: at least ",
      expect.stringMatching(/at least $/),
    ]);
  });

  it("is the same as Markdown", async () => {
    const report = await makeReport();
    const text = [...toReportMarkdown(report)].join("");
    expect(text).toContain("### `POST https://a.example/new");
    expect(text).toMatch(/░░░░█░+/);
    expect(text).toMatch(/(249|250) requests a second/);
    expect(text).toContain("as requests 32.0 kB");
    expect(text).not.toMatch(/(?<!\\)<img/);
    expect(text.match(/^# /gm)).toHaveLength(1);
    // Every line of a table has as many cells as its head, whatever was said in it.
    const tables = text.split("\n\n").filter((it) => it.startsWith("|"));
    expect(tables.length).toBeGreaterThan(0);
    for (const line of tables.flatMap((it) => it.split("\n")))
      if (line !== "") expect(line.match(/(?<!\\)\|/g)).toHaveLength(5);
    // Addresses stay as they are, and parentheses are to be read.
    const odd = { ...report, sockets: report.sockets.map((it) => ({ ...it, url: "wss://a.example/`x`|y" })) };
    expect([...toReportMarkdown(odd)].join("")).toContain("- `` wss://a.example/`x`|y ``: 40 messages");
    expect(text).toContain("- Interval: 2.00 s (median)");
    const named = [...toReportMarkdown({ ...report, name: "@you https://a.example www.a.example #1" })].join(
      "",
    );
    expect(named).not.toMatch(/@you|https:\/\/a\.example www|www\.a|#1/);
    expect(named).toContain("you https:");
  });
});
