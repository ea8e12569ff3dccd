import { describe, expect, it } from "vitest";
import { orderMessages } from "../../../src/core/analysis/order-messages.ts";
import { analyse } from "../../../src/core/analysis/report.ts";
import { reportToJson } from "../../../src/core/analysis/report-to-json.ts";
import { createSession } from "../../../src/core/model/session.ts";
import { FLAG_PARTIAL } from "../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../src/core/wire/batch-writer.ts";
import { START, sessionFromText } from "../../support/session-from-text.ts";

const session = sessionFromText({
  "ws wss://a.example/": ["0ms > {ping}", "12.5ms < 0x00ff"],
  "sse https://a.example/events": ["5ms < plain", "6ms <[price #7] 42"],
});

describe("a report", () => {
  it("is exactly this", () => {
    const unknown = { kind: null, summary: null, control: null, replyTo: null, rttMs: null };
    expect(analyse(session)).toEqual({
      connections: [
        {
          id: 1,
          kind: "websocket",
          method: null,
          url: "wss://a.example/",
          openedAtMs: START,
          protocol: null,
          sent: 1,
          received: 1,
          sentBytes: 6,
          receivedBytes: 2,
        },
        {
          id: 2,
          kind: "eventsource",
          method: "GET",
          url: "https://a.example/events",
          openedAtMs: START + 5,
          protocol: null,
          sent: 0,
          received: 2,
          sentBytes: 0,
          receivedBytes: 7,
        },
      ],
      messages: [
        { connection: 1, direction: "sent", atMs: START, bytes: 6, type: "text", event: null, ...unknown },
        {
          connection: 2,
          direction: "received",
          atMs: START + 5,
          bytes: 5,
          type: "text",
          event: "message",
          ...unknown,
        },
        {
          connection: 2,
          direction: "received",
          atMs: START + 6,
          bytes: 2,
          type: "text",
          event: "price",
          ...unknown,
        },
        {
          connection: 1,
          direction: "received",
          atMs: START + 12.5,
          bytes: 2,
          type: "binary",
          event: null,
          ...unknown,
        },
      ],
      roundTrips: [],
      loops: [],
      findings: [],
      answers: [],
    });
  });

  it("tells round trips by the numbers of the messages", () => {
    const { messages, roundTrips } = analyse(
      sessionFromText({
        "ws wss://a.example/": Array.from({ length: 8 }, (_, n) => [
          `${n * 100}ms > {"op":"get","rid":${n}}`,
          ...(n === 5 ? [] : [`${n * 100 + 10 + n}ms < {"rid":${n},"ok":true}`]),
        ]).flat(),
      }),
    );
    expect(messages.slice(0, 4).map(({ replyTo, rttMs }) => [replyTo, rttMs])).toEqual([
      [null, null],
      [0, 10],
      [null, null],
      [2, 11],
    ]);
    expect(roundTrips).toEqual([
      {
        connection: 1,
        pairedBy: "rid",
        certainty: expect.closeTo(8 / 9, 2),
        pairs: 7,
        unanswered: 0,
        underWay: 1,
        answeredTwice: 0,
        late: 0,
        p50Ms: 13,
        p95Ms: 17,
        p99Ms: 17,
        maxMs: 17,
      },
    ]);
  });

  it("counts the true size of what was not recorded whole", () => {
    const cut = createSession();
    const writer = createBatchWriter();
    writer.message(1, 1, FLAG_PARTIAL, "begun", 500, "", "");
    cut.accept(writer.take("a", 0));
    expect(analyse(cut).messages[0]).toMatchObject({ bytes: 500 });
  });

  it("becomes JSON with or without its messages", () => {
    const report = analyse(session);
    expect(JSON.parse([...reportToJson(report, { messages: true })].join(""))).toEqual(report);
    expect(JSON.parse([...reportToJson(report, { messages: false })].join(""))).toEqual({
      ...report,
      messages: [],
    });
    const empty = analyse(createSession());
    expect(JSON.parse([...reportToJson(empty, { messages: true })].join(""))).toEqual(empty);
  });
});

describe("the order of messages", () => {
  it("is that of time, and within a connection that of the log", () => {
    const late = createSession();
    const writer = createBatchWriter();
    // [connection, time]: the second message of connection 1 was stamped before the first.
    for (const [connection, at] of [
      [1, 10],
      [1, 5],
      [2, 7],
      [2, 10],
      [1, 11],
    ] as const) {
      writer.message(at, connection, 0, `${connection}@${at}`, null, "", "");
    }
    late.accept(writer.take("a", 0));
    const texts = Array.from(orderMessages(late), (row) => Buffer.from(late.payload(row)).toString());
    expect(texts).toEqual(["2@7", "1@10", "1@5", "2@10", "1@11"]);
  });
});
