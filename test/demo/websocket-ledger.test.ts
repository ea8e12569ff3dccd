import { expect, test } from "vitest";
import { connect, findConnection, only, toSeen, useDemo } from "./demo-support.ts";

const demo = useDemo();
const STOP = '{"type":"stop"}';
const STOPPED = '{"type":"stopped"}';

test("the echo comes back as it was, and the ledger has both ways in order", async () => {
  const client = await connect(demo.current, "/echo?client=a1");
  const payloads = ["hello", "", "\n", "a\u0000b", "👩‍👩‍👧", "x".repeat(20_000)];
  const binaries = [
    Buffer.alloc(0),
    Buffer.from([0, 255]),
    Buffer.from(Array.from({ length: 256 }, (_, at) => at)),
  ];
  for (const payload of [...payloads, ...binaries]) client.send(payload);
  await client.until((seen) => only("received", seen).length === payloads.length + binaries.length);
  client.socket.close(1000, "demo stopped");
  await client.closed;
  await demo.current.settled(50);

  const connection = findConnection(demo.current, client.url);
  const expected = (direction: "sent" | "received") =>
    [...payloads, ...binaries].map((data) => toSeen(direction, data));
  expect(only("sent", connection.messages)).toEqual(expected("sent"));
  expect(only("received", connection.messages)).toEqual(expected("received"));
  expect(only("received", client.seen)).toEqual(expected("received"));
  expect(connection).toMatchObject({ kind: "websocket", closeCode: 1000 });
  expect(connection.closedAt).toBeGreaterThanOrEqual(connection.openedAt);
});

test("the ticker subscribes, unsubscribes and stops, and nothing follows 'stopped'", async () => {
  const client = await connect(demo.current, "/ticker?client=t1");
  client.send('{"type":"subscribe","symbol":"XYZ"}');
  await client.until((seen) => seen.some(({ data }) => data.includes('"price","symbol":"XYZ"')));
  client.send('{"type":"unsubscribe","symbol":"XYZ"}');
  client.send("not JSON");
  client.send(STOP);
  await client.until((seen) => seen.at(-1)?.data === STOPPED);
  client.socket.close(1000);
  await client.closed;
  await demo.current.settled(150);

  const { messages } = findConnection(demo.current, client.url);
  expect(only("received", messages)).toEqual(only("received", client.seen));
  expect(only("sent", messages)).toEqual(only("sent", client.seen));
  const answers = client.seen.map(({ data }) => data);
  expect(answers).toContain('{"type":"subscribed","symbol":"XYZ"}');
  expect(answers).toContain('{"type":"unsubscribed","symbol":"XYZ"}');
  expect(answers.some((data) => data.startsWith('{"type":"error"'))).toBe(true);
});

test("the binary feed has empty frames and every byte, and answers bytes reversed", async () => {
  const client = await connect(demo.current, "/binary?client=b1");
  client.send(Buffer.from([1, 2, 3]));
  await client.until((seen) => only("received", seen).length > 10);
  client.send(STOP);
  await client.until((seen) => seen.at(-1)?.data === STOPPED);
  client.socket.close(1000);
  await client.closed;
  await demo.current.settled(50);

  const { messages } = findConnection(demo.current, client.url);
  expect(only("received", messages)).toEqual(only("received", client.seen));
  const frames = only("received", client.seen).map(({ data }) => data);
  expect(frames).toContain("");
  expect(frames).toContain(Buffer.from([3, 2, 1]).toString("base64"));
  const whole = frames.map((data) => Buffer.from(data, "base64")).find((frame) => frame.length === 268);
  expect(new Set(whole?.subarray(12)).size).toBe(256);
});

test.each([
  { turn: 0, code: 1001, reason: "server is going away" },
  { turn: 1, code: 4000, reason: "kicked" },
  { turn: 2, code: 1006, reason: "" },
])("a drop with $code comes after everything arrived", async ({ turn, code, reason }) => {
  const client = await connect(demo.current, `/drops?client=d${turn}&turn=${turn}`);
  expect(await client.closed).toEqual({ code, reason });
  await demo.current.settled(50);
  const connection = findConnection(demo.current, client.url);
  expect(connection.closeCode).toBe(code);
  expect(only("received", client.seen)).toHaveLength(3);
  expect(only("received", connection.messages)).toEqual(only("received", client.seen));
});

test("a message for a client that is closing is not in the ledger", async () => {
  const client = await connect(demo.current, "/ticker?client=gone");
  await client.until((seen) => seen.length > 2);
  client.socket.terminate();
  await client.closed;
  await demo.current.settled(150);
  const connection = findConnection(demo.current, client.url);
  expect(connection.closeCode).toBe(1006);
  const count = connection.messages.length;
  await demo.current.settled(150);
  expect(findConnection(demo.current, client.url).messages).toHaveLength(count);
});

test("after a reset an open connection goes on with an empty page", async () => {
  const client = await connect(demo.current, "/echo?client=r1");
  client.send("before");
  await client.until((seen) => seen.length === 2);
  demo.current.resetLedger();
  expect(findConnection(demo.current, client.url).messages).toEqual([]);
  client.send("after");
  await client.until((seen) => seen.length === 4);
  expect(findConnection(demo.current, client.url).messages.map(({ data }) => data)).toEqual([
    "after",
    "after",
  ]);
});
