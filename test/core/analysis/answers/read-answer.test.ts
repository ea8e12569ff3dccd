import { expect, test } from "vitest";
import { answerToText } from "../../../../src/core/analysis/answers/answer-to-text.ts";
import { readAnswers } from "../../../../src/core/analysis/answers/read-answer.ts";
import type { SessionAnswer } from "../../../../src/core/analysis/answers/session-answer.ts";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { streamSession } from "../../../support/model-stream.ts";
import { sessionFromText } from "../../../support/session-from-text.ts";

const chat = (delta: object, rest: object = {}) =>
  JSON.stringify({
    id: "c",
    object: "chat.completion.chunk",
    model: "m-1",
    choices: [{ index: 0, delta, finish_reason: null }],
    ...rest,
  });
const stop = (reason: string, rest: object = {}) =>
  chat({}, { choices: [{ index: 0, delta: {}, finish_reason: reason }], ...rest });

function answerOf(...lines: string[]): SessionAnswer {
  const session = sessionFromText({ "sse https://a.example/v1/chat/completions": lines });
  return readAnswers(session, decodeSession(session))[0] as SessionAnswer;
}

/** An answer of which a piece comes at each of these times. */
const piecesAt = (...times: number[]) => times.map((at) => `${at}ms < ${chat({ content: `${at} ` })}`);

test("times are from the request to the first piece, and rates by the server's count", () => {
  const usage = { prompt_tokens: 9, completion_tokens: 41, total_tokens: 50 };
  const answer = answerOf(
    `0ms < ${chat({ role: "assistant", content: "" })}`,
    ...piecesAt(300, 400, 500, 600, 700),
    `710ms < ${stop("stop", { usage })}`,
    "711ms < [DONE]",
  );
  expect(answer).toMatchObject({
    protocol: "openai-chat",
    model: "m-1",
    state: "finished",
    usage: { input: 9, output: 41, total: 50, row: 6 + 2 },
    choices: [{ finish: "stop", blocks: [{ kind: "text", text: "300 400 500 600 700 ", messages: 5 }] }],
    timing: {
      firstMs: 300,
      writingMs: 400,
      pieces: 5,
      arrivals: 5,
      piecesPerSecond: 10,
      tokens: 41,
      tokensPerSecond: 100,
      noRate: null,
      stalls: { count: 0, usualMs: 100 },
    },
    unread: 0,
  });
});

test("without the server's count there are pieces, and no tokens", () => {
  const { timing } = answerOf(...piecesAt(0, 100, 200, 300), `310ms < ${stop("stop")}`);
  expect(timing).toMatchObject({ tokens: null, tokensPerSecond: null, pieces: 4, piecesPerSecond: 10 });
});

test("a count that came before the end is not of all that was written", () => {
  const early = chat({ content: "a" }, { usage: { completion_tokens: 1 } });
  const { timing, state } = answerOf(`0ms < ${early}`, ...piecesAt(100, 200, 300, 400));
  expect(state).toBe("open");
  expect(timing).toMatchObject({ tokens: null, tokensPerSecond: null });
});

test("hidden reasoning was not written in the time that is measured", () => {
  const usage = { completion_tokens: 141, completion_tokens_details: { reasoning_tokens: 100 } };
  const { timing } = answerOf(...piecesAt(0, 100, 200, 300, 400), `400ms < ${stop("stop", { usage })}`);
  expect(timing).toMatchObject({ tokens: 41, tokensPerSecond: 100 });
});

test("what comes at once, or in no time, has no rate", () => {
  const bunched = answerOf(...piecesAt(0, 0, 0, 0, 0, 500, 500, 900)).timing;
  expect(bunched).toMatchObject({ pieces: 8, arrivals: 3, piecesPerSecond: null, noRate: "bunched" });
  expect(answerOf(...piecesAt(0, 100)).timing).toMatchObject({ piecesPerSecond: null, noRate: "few" });
  expect(answerOf(...piecesAt(0, 1, 2, 3, 4)).timing).toMatchObject({
    piecesPerSecond: null,
    noRate: "short",
  });
});

test("an answer that stood still says where, for how long, and what is usual", () => {
  const { stalls } = answerOf(...piecesAt(0, 50, 100, 150, 3150, 3200, 5000)).timing;
  expect(stalls).toEqual({ count: 2, totalMs: 4800, longestMs: 3000, longestRow: 4 + 2, usualMs: 50 });
});

test("a slow model does not stall", () => {
  expect(answerOf(...piecesAt(0, 1500, 3000, 4500)).timing.stalls.count).toBe(0);
});

test("calls that are interleaved, and whether their arguments are whole", () => {
  const call = (index: number, rest: object) => chat({ tool_calls: [{ index, ...rest }] });
  const answer = answerOf(
    `0ms < ${call(0, { id: "x", function: { name: "f", arguments: '{"a":' } })}`,
    `10ms < ${call(1, { id: "y", function: { name: "g", arguments: '{"b"' } })}`,
    `20ms < ${call(0, { function: { arguments: "1}" } })}`,
    `30ms < ${stop("length")}`,
  );
  expect(answer.choices[0]?.blocks.map(({ name, text, whole }) => [name, text, whole])).toEqual([
    ["f", '{"a":1}', true],
    ["g", '{"b"', false],
  ]);
  expect(answerToText(answer)).toBe('[tool call f (x)]\n{\n  "a": 1\n}\n\n[tool call g (y)]\n{"b"');
});

test("text alone is copied as it is; several choices say which is which", () => {
  expect(answerToText(answerOf(`0ms < ${chat({ content: "a\n" })}`, `1ms < ${chat({ content: "b" })}`))).toBe(
    "a\nb",
  );
  const both = chat({}, { choices: [1, 0].map((index) => ({ index, delta: { content: `${index}` } })) });
  expect(answerToText(answerOf(`0ms < ${both}`, `1ms < ${both}`))).toBe(
    "# choice 0\n\n[text]\n00\n\n# choice 1\n\n[text]\n11",
  );
});

test("an error of the server is its words, and the answer has failed", () => {
  const answer = answerOf(...piecesAt(0, 100), '200ms < {"error":{"message":"overloaded"}}');
  expect(answer).toMatchObject({ state: "failed", errors: [{ text: "overloaded" }] });
});

test("a streamed response says when it was asked, who cut it, and what of it is missing", () => {
  const event = (data: string) => `data: ${data}\n\n`;
  const session = createSession();
  for (const batch of streamSession({
    requestedMs: -500,
    pieces: [
      [0, event(chat({ content: "a" }))],
      [10, event(chat({ content: "b" }))],
      [20, event(chat({ content: "c" })), 40],
    ],
    ended: { ms: 30, by: "page" },
  }))
    session.accept(batch);
  const [answer] = readAnswers(session, decodeSession(session));
  expect(answer).toMatchObject({
    state: "cut",
    closedBy: "page",
    missingBytes: 40,
    timing: { known: true, firstMs: 500, totalMs: 530 },
  });
});

test("what is no model's stream has no answer", () => {
  const session = sessionFromText({
    "ws wss://a.example/": [`0ms < ${chat({ content: "a" })}`],
    "sse https://a.example/": ['1ms < {"a":1}', '2ms < {"a":2}'],
  });
  expect(readAnswers(session, decodeSession(session))).toEqual([]);
});

test("a report has the answers, with its own numbers of messages", () => {
  const session = sessionFromText({
    "sse https://a.example/": [...piecesAt(0, 100, 200, 300), `310ms < ${stop("length")}`],
  });
  expect(analyse(session).answers).toEqual([
    {
      connection: 1,
      protocol: "openai-chat",
      id: "c",
      model: "m-1",
      state: "finished",
      choices: [
        {
          index: 0,
          finish: "length",
          blocks: [
            {
              kind: "text",
              name: null,
              call: null,
              text: "0 100 200 300 ",
              cut: false,
              whole: null,
              firstMessage: 0,
              lastMessage: 3,
            },
          ],
        },
      ],
      usage: null,
      errors: [],
      firstMs: 0,
      totalMs: 300,
      pieces: 4,
      piecesPerSecond: 10,
      tokensPerSecond: null,
      stalls: 0,
      longestStallMs: null,
      unread: 0,
      missing: 0,
    },
  ]);
});
