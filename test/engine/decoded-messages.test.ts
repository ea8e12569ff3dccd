import { expect, it } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { createDecodedMessages } from "../../src/engine/decoded-messages.ts";
import { sessionFromText } from "../support/session-from-text.ts";

const URL = "ws wss://a.example/socket.io/?EIO=4&transport=websocket";

function stage(...lines: string[]) {
  const session = sessionFromText({ [URL]: ["0ms > 40", ...lines] });
  return { session, messages: createDecodedMessages(session, decodeSession(session)) };
}

it("says which protocols, how sure that is, and where the message stands in the bytes", async () => {
  const { session, messages } = stage('2ms > 421["typing",{"room":3}]');
  const { claims, parts, readBytes } = await messages.message(session.log.length - 1, null);
  expect(claims.map(({ id, name }) => [id, name])).toEqual([
    ["engine.io", "Engine.IO"],
    ["socket.io", "Socket.IO"],
  ]);
  expect(claims[0]?.reason).toMatch(/EIO=4 stands in the URL/);
  expect(claims.every(({ confidence }) => confidence > 0.7 && confidence < 1)).toBe(true);
  expect(parts).toHaveLength(1);
  expect(parts[0]).toMatchObject({
    protocols: ["engine.io", "socket.io"],
    kind: "event",
    event: "typing",
    from: 1,
    to: 24,
    piece: "whole",
  });
  expect(readBytes).toBe(24);
});

it("gives trees level by level, opens what strings hold, and whole values", async () => {
  const inner = JSON.stringify({ deep: { list: [1, 2, 3] }, long: "x".repeat(2000) });
  const { session, messages } = stage(`2ms < 42["state",${JSON.stringify({ inner })}]`);
  const row = session.log.length - 1;
  const at = (path: number[]) => ({ row, part: 0, path });
  const names = async (path: number[]) =>
    (await messages.children(at(path), 0, 100)).map(({ key, count, holds }) => [key, count, holds]);
  expect(await names([])).toEqual([
    ["namespace", 0, null],
    ["event", 0, null],
    ["arguments", 1, null],
  ]);
  expect(await names([2, 0])).toEqual([["inner", 2, "JSON"]]);
  expect(await names([2, 0, 0])).toEqual([
    ["deep", 1, null],
    ["long", 0, null],
  ]);
  expect(await messages.children(at([2, 0, 0, 0, 0]), 1, 1)).toMatchObject([{ key: 1, text: "2" }]);
  expect(await messages.value(at([2, 0, 0, 1]))).toBe("x".repeat(2000));
  const [, long] = await messages.children(at([2, 0, 0]), 0, 2);
  expect(long?.text.length).toBeLessThanOrEqual(600);
  await expect(messages.children(at([7, 7]), 0, 1)).rejects.toThrow(/not there any more/);
});

it("names the earlier rows that a message is joined with", async () => {
  const { session, messages } = stage(
    '2ms < 451-["photo",{"_placeholder":true,"num":0}]',
    "3ms < 0x89504e47",
  );
  const row = session.log.length - 1;
  const { parts } = await messages.message(row, null);
  expect(parts[0]).toMatchObject({ kind: "attachment", piece: "ends", earlier: [row - 1] });
});

it("finds where a text is in all of a tree, what strings hold included, and gives the last search alone", async () => {
  const inner = JSON.stringify({ deep: { list: ["Ann", "Bob"] } });
  const { session, messages } = stage(`2ms < 42["state",${JSON.stringify({ inner, name: "ann" })}]`);
  const place = { row: session.log.length - 1, part: 0 };
  const before = messages.find(place, "bob");
  const found = await messages.find(place, "ANN");
  expect(found).toEqual({
    paths: [
      [2, 0, 0, 0, 0, 0],
      [2, 0, 1],
    ],
    more: false,
  });
  expect(await before).toBeNull();
});
