import { describe, expect, it } from "vitest";
import type { Connection } from "../../../src/core/model/connection.ts";
import { type FoundHandshake, pairHandshakes } from "../../../src/core/model/pair-handshakes.ts";
import { getHandshake } from "../export/rich-session.ts";

const URL = "wss://shop.example/a";

function candidate(
  name: string,
  createdAt: number,
  more: Partial<Connection> = {},
  frameId: number | null = null,
  workerUrl: string | null = null,
) {
  const connection = {
    url: URL,
    createdAt,
    openedAt: null,
    close: null,
    asked: [],
    ...more,
  } as unknown as Connection;
  return { name, connection, frameId, workerUrl };
}

function handshake(startedAt: number, more: Partial<FoundHandshake> = {}, url = URL): FoundHandshake {
  return {
    entry: getHandshake(url, startedAt),
    startedAt,
    respondedAt: startedAt + 5,
    closedAt: null,
    frameId: null,
    workerUrl: null,
    ...more,
  };
}

const ended = (at: number) => ({ at, code: 1000, reason: "", wasClean: true, by: "page" }) as const;
const names = (...args: Parameters<typeof pairHandshakes>) =>
  pairHandshakes(...args).map(({ candidate: it, among }) => [
    (it as { name?: string } | null)?.name ?? null,
    among,
  ]);

describe("pairing handshakes with connections", () => {
  it("takes the one of the same URL at that time, whatever the fragment and the scheme", () => {
    const others = [
      candidate("old", 0, { openedAt: 10 }),
      candidate("other", 50_000, { url: "wss://shop.example/b" }),
    ];
    const it = candidate("it", 50_000, { openedAt: 50_010, url: `${URL}#top` });
    expect(names([handshake(50_001, {}, "https://shop.example/a")], [...others, it])).toEqual([["it", 1]]);
  });

  it("keeps shared and service workers apart, which have no frame", () => {
    const script = "https://shop.example/shared.js";
    const pair = [candidate("page", 0, {}, 0), candidate("worker", 1, {}, 0, script)];
    expect(names([handshake(2, { workerUrl: script }), handshake(3, { frameId: 0 })], pair)).toEqual([
      ["worker", 1],
      ["page", 1],
    ]);
    expect(names([handshake(2, { workerUrl: `${script}?2` })], pair)).toEqual([[null, 0]]);
  });

  it("keeps frames apart where the browser numbers them", () => {
    const pair = [candidate("page", 0, {}, 0), candidate("frame", 1, {}, 7)];
    expect(names([handshake(2, { frameId: 7 }), handshake(3, { frameId: 0 })], pair)).toEqual([
      ["frame", 1],
      ["page", 1],
    ]);
  });

  it("keeps subprotocols apart", () => {
    const pair = [candidate("v1", 0, { asked: ["v1"] }), candidate("v2", 1, { asked: ["v2", "v1"] })];
    expect(names([handshake(2)], pair)).toEqual([["v2", 1]]);
  });

  it("knows by its end which of two it was", () => {
    const pair = [
      candidate("lasting", 0, { openedAt: 5 }),
      candidate("short", 1, { openedAt: 6, close: ended(20) }),
    ];
    expect(names([handshake(2, { closedAt: 21 })], pair)).toEqual([["short", 1]]);
  });

  it("takes as many as there are in their order, and says among how many", () => {
    const three = [candidate("b", 2), candidate("a", 1), candidate("c", 3)];
    expect(names([handshake(5), handshake(4), handshake(6)], three)).toEqual([
      ["a", 3],
      ["b", 3],
      ["c", 3],
    ]);
  });

  it("does not guess where there are more of one than of the other", () => {
    const pair = [candidate("a", 1), candidate("b", 2)];
    expect(names([handshake(3)], pair)).toEqual([[null, 2]]);
    expect(names([handshake(3), handshake(4)], [candidate("a", 1)])).toEqual([
      [null, 1],
      [null, 1],
    ]);
  });

  it("finds none where none is", () => {
    expect(names([handshake(3)], [candidate("later", 60_000)])).toEqual([[null, 0]]);
  });
});
