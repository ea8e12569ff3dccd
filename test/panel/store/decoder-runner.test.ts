import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  createDecoderRunner,
  MOST_DECODE_MS,
  MOST_TIMEOUTS,
} from "../../../src/panel/store/decoder-runner.ts";
import { createFakeSandboxes } from "../../support/fake-sandbox.ts";

const connection = { kind: "websocket", url: "wss://a.example/", subprotocol: "", contentType: "" } as const;
const encoder = new TextEncoder();

function question(...texts: string[]) {
  const messages = texts.map((text, index) => {
    return { index, received: true, bytes: encoder.encode(text), binary: false, cut: false, event: "" };
  });
  return { connection, messages, whole: true };
}

function start(code: string) {
  const sandboxes = createFakeSandboxes();
  const runner = createDecoderRunner(code, sandboxes.open, () => {});
  const run = async (...texts: string[]) =>
    (await runner.run(question(...texts))).map((it) => JSON.parse(it));
  return { runner, run, counts: sandboxes.counts };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const HANGING = `function decode({ text }) {
  if (text === "hang") hang();
  return text;
}`;

/** Lets time go on until it is answered. */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) await vi.advanceTimersByTimeAsync(MOST_DECODE_MS);
  return done;
}

/** Node 20 has no way to write a long number in JSON; browsers have. */
const BIG = expect.stringMatching(/^\{"big":"?100000000000000000000"?,"bytes":"YQ==","map":\{"a":1\}\}$/);

test("messages are decoded one after the other, by one Worker", async () => {
  const { run, counts } = start(`let calls = 0;
    function decode(message, connection) {
      calls += 1;
      if (message.text === "none") return null;
      return [
        message.text + calls,
        { kind: connection.kind, tree: { big: 10n ** 20n, bytes: message.bytes, map: new Map([["a", 1]]) } },
        { carries: message.bytes },
      ];
    }`);
  expect(await run("a", "none")).toMatchObject([
    {
      parts: [
        { summary: "a1" },
        { kind: "websocket", tree: BIG },
        { carries: { binary: true, text: "YQ==" }, cut: false },
      ],
    },
    { parts: [] },
  ]);
  expect(await run("c")).toMatchObject([{ parts: [{ summary: "c3" }, {}, {}] }]);
  expect(counts).toEqual({ started: 1, stopped: 0, closed: 0 });
});

test.each([
  ["throw new RangeError('no')", /^RangeError: no \(line 2\)$/],
  ["throw 'a word'", /^it threw a word$/],
  ["return Promise.resolve(1)", /answer at once/],
  ["const a = {}; a.a = a; return { tree: a }", /circular/i],
  ["return Array(101).fill({})", /more than 100 parts/],
])("what fails says why: %s", async (body, reason) => {
  const { run, runner } = start(`function decode() {\n${body}\n}`);
  expect((await run("x"))[0].failure).toMatch(reason);
  expect(runner.state.state).toBe("fine");
});

test.each([
  ["function other() {}", /no function named decode/],
  ["const = 1", /SyntaxError/],
  ["throw new Error('at once')", /at once/],
])("what does not begin is broken, and is not begun again: %s", async (code, reason) => {
  const { run, runner, counts } = start(code);
  const [first, second] = [...(await run("a")), ...(await run("b"))];
  expect(first.failure).toMatch(reason);
  expect(second.failure).toMatch(reason);
  expect(runner.state.state).toBe("broken");
  expect(counts.started).toBe(1);
});

test("what takes too long is ended, and the next message is decoded by another Worker", async () => {
  const { run, runner, counts } = start(HANGING);
  const answers = await inTime(run("a", "hang", "b"));
  expect(answers).toMatchObject([
    { parts: [{ summary: "a" }] },
    { failure: expect.stringMatching(/more than 2000 ms/) },
    { parts: [{ summary: "b" }] },
  ]);
  expect(counts).toEqual({ started: 2, stopped: 1, closed: 0 });
  expect(runner.state).toMatchObject({ state: "fine", timeouts: 1, started: 2 });
});

test("what takes too long again and again is not run any more, until the reader wants it", async () => {
  const { run, runner, counts } = start(HANGING);
  const answers = await inTime(run(...Array<string>(20).fill("hang"), "a"));
  expect(answers).toHaveLength(21);
  expect(answers.at(-1).failure).toMatch(/5 times in a row/);
  expect(counts.started).toBe(MOST_TIMEOUTS);
  expect(runner.state.state).toBe("stopped");
  runner.again();
  expect(await inTime(run("a"))).toMatchObject([{ parts: [{ summary: "a" }] }]);
});

test("what says more than it was asked, or in another order, is ended", async () => {
  const { run } = start(`function decode({ index }) {
    if (index === 1) self.postMessage('7 {"parts":[]}');
    return "fine";
  }`);
  expect(await run("a", "b", "c")).toMatchObject([
    { parts: [{ summary: "fine" }] },
    { failure: "it says what it was not asked" },
    {},
  ]);
});

test("what waits when it is closed is answered", async () => {
  const { runner, run } = start(HANGING);
  const both = Promise.all([run("hang"), run("a")]);
  await vi.advanceTimersByTimeAsync(1);
  runner.close();
  const closed = [{ failure: "it was changed meanwhile" }];
  expect(await both).toEqual([closed, closed]);
});

test("the example in the docs does what they say", async () => {
  const docs = readFileSync(resolve(import.meta.dirname, "../../../docs/own-decoders.md"), "utf8");
  const { run } = start(/```js\n([\s\S]*?)```/.exec(docs)?.[1] ?? "");
  expect(await run("clock 59.5", "move knight f3", "hello")).toMatchObject([
    { parts: [{ kind: "clock", summary: "59.5 s", control: true }] },
    {
      parts: [
        {
          kind: "move",
          event: "knight",
          summary: "to f3",
          key: "knight",
          role: "reply",
          tree: '{"piece":"knight","square":"f3","sent":false}',
        },
      ],
    },
    { parts: [] },
  ]);
});
