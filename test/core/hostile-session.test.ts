import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../../src/core/analysis/report.ts";
import { reportToJson } from "../../src/core/analysis/report-to-json.ts";
import { reportToText } from "../../src/core/analysis/report-to-text.ts";
import { importHar } from "../../src/core/export/import-har.ts";
import { importSessionFile } from "../../src/core/export/import-session-file.ts";
import { toHar } from "../../src/core/export/to-har.ts";
import { toSessionFile } from "../../src/core/export/to-session-file.ts";
import { formatBytes } from "../../src/core/format/format-bytes.ts";
import { formatCloseCode } from "../../src/core/format/format-close-code.ts";
import { formatDelta } from "../../src/core/format/format-delta.ts";
import { formatDuration } from "../../src/core/format/format-duration.ts";
import { formatExactBytes } from "../../src/core/format/format-exact-bytes.ts";
import { formatFileName } from "../../src/core/format/format-file-name.ts";
import { formatRecord } from "../../src/core/format/format-record.ts";
import { formatDateTime, formatExactTime, formatTime } from "../../src/core/format/format-time.ts";
import { formatOrigin, formatShortUrl } from "../../src/core/format/format-url.ts";
import { carryOver } from "../../src/core/model/carry-over.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import type { Batch } from "../../src/core/wire/batch.ts";
import { anyPageBatches, anyPageRecord, anyText } from "../support/arbitrary-batches.ts";
import { describeSession } from "../support/compare-sessions.ts";
import { inPieces } from "../support/pieces.ts";

const ABOUT = { name: "x", startedAt: 1, exportedAt: 2, version: "0.1.0" };

function sessionOf(batches: readonly Batch[]): Session {
  const session = createSession();
  for (const batch of batches) session.accept(batch);
  return session;
}

/**
 * The file tells at its end which frames were left. Where a page spoke on after that, or spoke of being left twice, it
 * cannot say when, nor what was open then.
 */
function withoutEnds(session: Session): object {
  const connections = session.connections.map(({ close, state, number, ...rest }) => rest);
  const frames = [...session.frames.values()].map(({ leftAt, ...rest }) => rest);
  return { ...describeSession(session), connections, frames };
}

describe("a session of whatever pages say, in any order", () => {
  it("is folded without an exception, counts nothing below zero, and nothing twice", () => {
    fc.assert(
      fc.property(anyPageBatches, (batches) => {
        const session = sessionOf(batches);
        const before = JSON.stringify(describeSession(session));
        for (const batch of batches) expect(session.accept(batch)).toBe(false);
        expect(JSON.stringify(describeSession(session))).toBe(before);
        for (const it of session.connections) {
          for (const sum of [it.sent, it.received, it.sentBytes, it.receivedBytes, it.dropped, it.reconnects])
            expect(sum).toBeGreaterThanOrEqual(0);
        }
        for (let row = 0; row < session.log.length; row += 1) {
          expect(session.heldLength(row)).toBe(session.payload(row).length);
          expect(session.connections.length).toBeGreaterThanOrEqual(session.log.connection.get(row));
        }
        sessionOf(carryOver(session));
      }),
      { numRuns: 500 },
    );
  });

  it("comes back from a session file with every row, payload, record and count", async () => {
    await fc.assert(
      fc.asyncProperty(anyPageBatches, async (batches) => {
        const session = sessionOf(batches);
        const text = [...toSessionFile(session, ABOUT)].join("");
        const restored = createSession();
        const result = await importSessionFile(inPieces(text, 1000), (batch) => void restored.accept(batch));
        expect(result).toHaveProperty("about");
        expect(withoutEnds(restored)).toEqual(withoutEnds(session));
      }),
      { numRuns: 300 },
    );
  });

  it("comes back from a HAR with every message", async () => {
    await fc.assert(
      fc.asyncProperty(anyPageBatches, async (batches) => {
        const session = sessionOf(batches);
        const text = [...toHar(session, ABOUT)].join("");
        JSON.parse(text);
        const restored = createSession();
        const result = await importHar(inPieces(text, 1000), (batch) => void restored.accept(batch));
        expect(result).toHaveProperty("about");
        const sum = ({ connections }: Session) =>
          connections.reduce((all, { sent, received }) => all + sent + received, 0);
        expect(sum(restored)).toBe(sum(session));
      }),
      { numRuns: 300 },
    );
  });

  it("gives a report", () => {
    fc.assert(
      fc.property(anyPageBatches, (batches) => {
        const session = sessionOf(batches);
        const about = {
          format: "session",
          name: "x",
          startedAt: 1,
          exportedAt: 2,
          endedAt: null,
          generator: "",
          notes: [],
        } as const;
        const text = [...reportToText(session, { ...about, notes: [] }, { messages: true })].join("");
        // Nothing that a terminal would obey, or that turns its lines around.
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\u202e\u2066]/u);
        [...reportToJson(analyse(session), { messages: true })];
      }),
      { numRuns: 200 },
    );
  });
});

describe("formatters", () => {
  it("make text of any number", () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.constantFrom(2 ** 53, 8.64e15, -8.64e15, 1e300)), (number) => {
        for (const format of [
          formatTime,
          formatExactTime,
          formatDateTime,
          formatDuration,
          formatDelta,
          formatBytes,
          formatExactBytes,
        ]) {
          expect(format(number)).toEqual(expect.any(String));
        }
        formatCloseCode(number);
        formatFileName("x", number, "har");
      }),
      { numRuns: 500 },
    );
  });

  it("make a file's name of any text that no file system takes for a path or a command", () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const file = formatFileName(name, 0, "duplex");
        expect(file).toMatch(/^duplex-[\p{L}\p{N}.-]+\.duplex$/u);
        expect(file).not.toContain("..\u002f");
        expect(file.length).toBeLessThan(200);
      }),
      { numRuns: 1000 },
    );
  });

  it("make text of any record and URL", () => {
    fc.assert(
      fc.property(anyPageRecord, anyText, (record, text) => {
        formatRecord(record);
        formatShortUrl(text);
        formatOrigin(text);
      }),
    );
  });
});
