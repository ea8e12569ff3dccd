import { describe, expect, it } from "vitest";
import { answeringOf } from "../../../../src/core/analysis/pairing/pair-across.ts";
import type { Connection } from "../../../../src/core/model/connection.ts";

const connection = (id: number, kind: Connection["kind"], url: string) =>
  ({ id, kind, url, received: 1 }) as Connection;

describe("the connections that may answer requests of others", () => {
  it.each([
    ["https://api.example.com/call", "wss://push.example.com/", true],
    ["https://api.example.com/call", "wss://push.example.org/", false],
    ["http://127.0.0.1:8080/call", "ws://127.0.0.1:8081/", true],
    ["http://127.0.0.1/call", "ws://10.0.0.1/", false],
    ["http://[::1]/call", "ws://[::1]:9/", true],
    ["http://[fe80::1]/call", "ws://[fe80::2]/", false],
  ])("of %s: %s %s", (asks, answers, may) => {
    const asking = connection(1, "http", asks);
    const answering = connection(2, "websocket", answers);
    expect(answeringOf([asking, answering], [asking])).toEqual(may ? [answering] : []);
  });
});
