import { describe, expect, it } from "vitest";
import { analyse, type Report } from "../../../../src/core/analysis/report.ts";
import { importFile } from "../../../../src/core/export/import-file.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { createRandom } from "../../../support/random.ts";
import { type Application, ASKING, SILENT } from "./applications.ts";
import { ASKING_IN_BYTES, SILENT_IN_BYTES } from "./byte-layouts.ts";
import { ASKING_HIDDEN, SILENT_HIDDEN } from "./hidden-names.ts";
import { ASKING_LATER, SILENT_LATER } from "./later-applications.ts";
import { ASKING_ODDLY, SILENT_ODDLY } from "./odd-names.ts";
import { ASKING_LIKE_STATES, SILENT_STATES } from "./states.ts";
import { ASKING_BEHIND_TEXTS, SILENT_BEHIND_TEXTS } from "./texts-in-bytes.ts";
import { createTraffic, type Traffic } from "./traffic.ts";

const STARTED = 1_767_268_800;

/** A HAR as Chrome writes it, of one WebSocket. */
function toChromeHar(lines: readonly string[]): string {
  const messages = lines.map((line) => {
    const [, ms, arrow, data] = /^([\d.]+)ms ([<>]) (.*)$/s.exec(line) ?? [];
    return {
      type: arrow === ">" ? "send" : "receive",
      time: STARTED + Number(ms) / 1000,
      ...toData(data as string),
    };
  });
  const nothing = { headers: [], cookies: [], headersSize: -1, bodySize: -1, httpVersion: "HTTP/1.1" };
  const entry = {
    _resourceType: "websocket",
    _webSocketMessages: messages,
    startedDateTime: new Date(STARTED * 1000).toISOString(),
    time: 1,
    request: { method: "GET", url: "wss://app.example/socket", queryString: [], ...nothing },
    response: {
      status: 101,
      statusText: "",
      content: { size: 0, mimeType: "" },
      redirectURL: "",
      ...nothing,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 0 },
  };
  return JSON.stringify({
    log: {
      version: "1.2",
      creator: { name: "WebInspector", version: "537.36" },
      pages: [],
      entries: [entry],
    },
  });
}

function toData(text: string): { opcode: number; data: string } {
  if (!text.startsWith("0x")) return { opcode: 1, data: text };
  return { opcode: 2, data: Buffer.from(text.slice(2), "hex").toString("base64") };
}

async function reportOf(lines: readonly string[]): Promise<Report> {
  const session = createSession();
  const bytes = new TextEncoder().encode(toChromeHar(lines));
  const result = await importFile(
    (async function* () {
      yield bytes;
    })(),
    (batch) => void session.accept(batch),
    () => {
      throw new Error("it is not packed");
    },
  );
  if ("problem" in result) throw new Error(result.problem);
  return analyse(session);
}

function trafficOf(application: Application, seed: number): Traffic {
  const traffic = createTraffic();
  application(createRandom(seed * 7717), traffic);
  return traffic.done();
}

const SEEDS = [1, 2, 3];

describe("what answers what is found from a HAR alone, of", () => {
  for (const [name, application] of Object.entries({
    ...ASKING,
    ...ASKING_LATER,
    ...ASKING_HIDDEN,
    ...ASKING_IN_BYTES,
    ...ASKING_BEHIND_TEXTS,
    ...ASKING_LIKE_STATES,
    ...ASKING_ODDLY,
  })) {
    it(name, async () => {
      for (const seed of SEEDS) {
        const { lines, trips } = trafficOf(application, seed);
        const truth = new Map(
          trips.flatMap(({ request, replies }) => replies.map((it) => [it, request] as const)),
        );
        const { messages, findings } = await reportOf(lines);
        expect(
          messages.map(({ replyTo }) => replyTo),
          `seed ${seed}`,
        ).toEqual(lines.map((_, index) => truth.get(index) ?? null));
        const others = findings.filter((it) => it.severity !== "info" && it.rule !== "request-unanswered");
        expect(others).toEqual([]);
      }
    });
  }
});

describe("nothing answers anything, of", () => {
  for (const [name, application] of Object.entries({
    ...SILENT,
    ...SILENT_LATER,
    ...SILENT_HIDDEN,
    ...SILENT_IN_BYTES,
    ...SILENT_BEHIND_TEXTS,
    ...SILENT_STATES,
    ...SILENT_ODDLY,
  })) {
    it(name, async () => {
      for (const seed of SEEDS) {
        const { messages, roundTrips, findings } = await reportOf(trafficOf(application, seed).lines);
        expect(roundTrips, `seed ${seed}`).toEqual([]);
        expect(messages.every(({ replyTo, rttMs }) => replyTo === null && rttMs === null)).toBe(true);
        expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
      }
    });
  }
});
