import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { measureLoop } from "../../../../src/core/analysis/polling/measure-loop.ts";
import { importHar } from "../../../../src/core/export/import-har.ts";
import { createSession, type Session } from "../../../../src/core/model/session.ts";

/** What browsers recorded of real applications, shortened to the requests that a rule was once wrong about. */
const RECORDED: readonly {
  file: string;
  what: string;
  /** Kind, path, name, requests, and how many answers told something. */
  loops: readonly (readonly ["short" | "long", string, string | null, number, number])[];
  findings: readonly string[];
}[] = [
  {
    file: "base36-cache-buster",
    what: "a cache-buster that is a parameter's name, in base 36, and answers that are only numbered",
    loops: [["short", "/api/v2/sync/maindata", null, 12, 1]],
    findings: ["polling-mostly-empty"],
  },
  {
    file: "one-url-many-questions",
    what: "several questions to one URL, each with a method of its own",
    loops: [
      ["short", "/transmission/rpc", "method torrent-get", 9, 1],
      ["short", "/transmission/rpc", "method session-get", 7, 1],
    ],
    findings: ["polling-mostly-empty"],
  },
  {
    file: "uptime",
    what: "answers in which only a clock and an uptime move on",
    loops: [["short", "/jsonrpc/status", null, 12, 1]],
    findings: ["polling-mostly-empty"],
  },
  {
    file: "bosh",
    what: "a session of BOSH, whose first requests are answered at once",
    loops: [["long", "/http-bind", null, 12, 7]],
    findings: ["stream-limit"],
  },
  {
    file: "bosh-firefox",
    what: "a session of BOSH on a machine that is busy, in Firefox",
    loops: [["long", "/http-bind", null, 11, 7]],
    findings: ["stream-limit"],
  },
  {
    file: "counter-after-reload",
    what: "a number of the request that begins again with the page, in Firefox",
    loops: [["short", "/api/v2/sync/maindata", null, 26, 1]],
    findings: ["polling-mostly-empty"],
  },
  {
    file: "sockjs-jsonp",
    what: "held scripts whose callbacks are named by chance, beside forms that are posted, all without recorded bodies",
    loops: [["long", "/echo/244/pnpbzs45/jsonp", null, 11, 0]],
    findings: ["stream-limit"],
  },
  {
    file: "engine-io-sends",
    what: "messages and answers to pings that Engine.IO posts beside its polls",
    loops: [["long", "/socket.io/", "Engine.IO's polling transport", 8, 2]],
    findings: ["engine-io-polling", "stream-limit"],
  },
  {
    file: "two-timers",
    what: "a timer, and two of them from when the page is replaced on",
    loops: [["short", "/frag/messages", null, 26, 4]],
    findings: ["polling-mostly-empty", "polling-same-question"],
  },
];

async function read(file: string): Promise<Session> {
  const session = createSession();
  const path = resolve(import.meta.dirname, "../../../fixtures/polling", `${file}.har`);
  const result = await importHar(createReadStream(path, "utf8"), (batch) => void session.accept(batch));
  if ("problem" in result) throw new Error(result.problem);
  return session;
}

describe("what real applications asked", () => {
  it.each(RECORDED)("$what", async ({ file, loops, findings }) => {
    const session = await read(file);
    const decoder = decodeSession(session);
    const evidence = gatherEvidence(session, decoder, findRoundTrips(session, decoder));
    const told = evidence.loops.map((loop) => {
      const { requests, full } = measureLoop(loop);
      return [loop.kind, new URL(loop.url).pathname, loop.name, requests, full];
    });
    expect(told).toEqual(loops);
    expect(evidence.loops.every(({ rhythm }) => rhythm.intervalMs > 1000)).toBe(true);
    expect(findFindings(evidence).map(({ rule }) => rule)).toEqual(findings);
  });
});
