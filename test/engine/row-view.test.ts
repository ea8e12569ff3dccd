import { afterEach, describe, expect, it } from "vitest";
import german from "../../extension/_locales/de/messages.json" with { type: "json" };
import { createSession } from "../../src/core/model/session.ts";
import { speak } from "../../src/core/text/say.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import type { BatchWriter } from "../../src/core/wire/batch-writer.ts";
import { messageDetail, rowView } from "../../src/engine/row-view.ts";
import { frameBatches } from "../support/frame-batches.ts";

function sessionOf(write: (writer: BatchWriter) => void) {
  const session = createSession();
  session.accept(frameBatches("f").batch(write));
  return session;
}
const textRow = (text: string) =>
  rowView(
    sessionOf((it) => it.message(1, 1, 0, text, null, "", "")),
    0,
    null,
  );

describe("a row", () => {
  afterEach(() => speak("en-US"));

  it("says what a message is", () => {
    const session = sessionOf((it) => it.message(1.5, 3, FLAG_RECEIVED, "{é}", null, "price", "7"));
    expect(rowView(session, 0, 1.25)).toEqual({
      row: 0,
      kind: "message",
      at: 1.5,
      deltaMs: 0.25,
      connection: 1,
      direction: "received",
      payloadType: "text",
      size: 4,
      name: "price",
      eventId: "7",
      preview: "{é}",
      previewCut: false,
      problem: "",
      missingBytes: 0,
      unheard: false,
      cut: false,
      found: false,
      meaning: null,
      marked: false,
      pinned: false,
      note: "",
      trip: null,
    });
    expect(rowView(session, 0, null).deltaMs).toBeNull();
  });

  it("shows bytes in hexadecimal, the first 48", () => {
    const session = sessionOf((it) => {
      it.message(1, 1, FLAG_BINARY, Uint8Array.of(0, 10, 255), null, "", "");
      it.message(1, 1, FLAG_BINARY, new Uint8Array(48), null, "", "");
      it.message(1, 1, FLAG_BINARY, new Uint8Array(49), null, "", "");
    });
    expect(rowView(session, 0, null)).toMatchObject({
      preview: "00 0a ff",
      previewCut: false,
      direction: "sent",
    });
    expect(rowView(session, 1, null).previewCut).toBe(false);
    expect(rowView(session, 2, null)).toMatchObject({ previewCut: true, size: 49, payloadType: "binary" });
  });

  it.each([
    ["", "", false],
    ["x".repeat(300), "x".repeat(300), false],
    ["x".repeat(301), "x".repeat(300), true],
    ["é".repeat(5000), "é".repeat(300), true],
    ["🎌".repeat(300), "🎌".repeat(300), false],
    ["🎌".repeat(301), "🎌".repeat(300), true],
    [`a${"🎌".repeat(400)}`, `a${"🎌".repeat(299)}`, true],
    ["\ufeffbom", "\ufeffbom", false],
  ])("shows no more than 300 characters, none of them cut (%#)", (text, preview, previewCut) => {
    expect(textRow(text)).toMatchObject({ preview, previewCut });
  });

  it("says how much of a payload is not there", () => {
    const session = sessionOf((it) =>
      it.message(1, 1, FLAG_PARTIAL | FLAG_BINARY, new Uint8Array(3), 10, "", ""),
    );
    expect(rowView(session, 0, null)).toMatchObject({ size: 10, missingBytes: 7 });
  });

  it("puts a mark into words", () => {
    const session = sessionOf((it) => it.record({ type: "navigated", at: 2, url: "https://a.example/" }));
    expect(rowView(session, 0, 1)).toMatchObject({
      kind: "mark",
      name: "navigated",
      direction: null,
      payloadType: null,
      deltaMs: 1,
      connection: 0,
      missingBytes: 0,
      unheard: false,
      preview: expect.stringContaining("https://a.example/"),
    });
  });

  it("puts a request into words, also one that failed", () => {
    const entry = (status: number) => ({
      startedDateTime: "2026-01-01T12:00:00.000Z",
      time: 5,
      request: { method: "POST", url: "https://a.example/api" },
      response: { status },
    });
    const session = sessionOf((it) => {
      it.record({ type: "request-finished", at: 1, entry: entry(204) });
      it.record({ type: "request-finished", at: 2, entry: entry(0) });
    });
    expect(rowView(session, 0, null)).toMatchObject({
      kind: "request",
      name: "POST",
      preview: "204 https://a.example/api",
      at: Date.UTC(2026, 0, 1, 12),
    });
    expect(rowView(session, 1, null).preview).toBe("failed https://a.example/api");
    speak("de", german);
    expect(rowView(session, 1, null).preview).toBe("fehlgeschlagen https://a.example/api");
  });
});

describe("a row's detail", () => {
  it("has all of the payload, as a copy that may be handed over", () => {
    const session = sessionOf((it) => it.message(1, 1, 0, "x".repeat(1000), null, "", ""));
    const { payload, record, row } = messageDetail(session, 0);
    expect([payload.length, record, row.row]).toEqual([1000, null, 0]);
    structuredClone(payload, { transfer: [payload.buffer] });
    expect(session.payload(0)).toHaveLength(1000);
  });

  it("of a mark has the record", () => {
    const record = { type: "navigated", at: 2, url: "https://a.example/" } as const;
    expect(
      messageDetail(
        sessionOf((it) => it.record(record)),
        0,
      ).record,
    ).toEqual(record);
  });

  it("shows the beginning of names and sentences of any length; the detail has all of a name", () => {
    const long = "n".repeat(1_000_000);
    const session = sessionOf((it) => {
      it.message(1, 1, FLAG_RECEIVED, "a", null, long, long);
      it.record({
        type: "socket-created",
        at: 2,
        connection: 2,
        url: `wss://a.example/${long}`,
        protocols: [],
      });
    });
    const row = rowView(session, 0, null);
    expect([row.name, row.eventId]).toEqual([`${"n".repeat(300)}…`, `${"n".repeat(300)}…`]);
    expect(messageDetail(session, 0).row).toMatchObject({ name: long, eventId: long });
    expect(rowView(session, 1, null)).toMatchObject({ previewCut: true });
    expect(rowView(session, 1, null).preview).toHaveLength(1000);
  });
});
