import { describe, expect, it } from "vitest";
import type { EngineRequest } from "../../../src/core/wire/engine-api.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import { connectEngine, type EnginePort } from "../../../src/panel/store/engine-connection.ts";

function createPort() {
  const sent: EngineRequest[] = [];
  const port: EnginePort = { postMessage: (message) => sent.push(message as EngineRequest), onmessage: null };
  const answer = (data: unknown) => port.onmessage?.(new MessageEvent("message", { data }));
  return { sent, port, answer };
}

describe("connectEngine", () => {
  it("matches answers to requests by their number", async () => {
    const { sent, port, answer } = createPort();
    const engine = connectEngine(port);
    const first = engine.call("locate", { row: 1 });
    const second = engine.call("locate", { row: 2 });
    answer({ id: sent[1]?.id, result: 20 });
    answer({ id: sent[0]?.id, result: null });
    expect(await first).toBeNull();
    expect(await second).toBe(20);
  });

  it("rejects with the problem's sentence", async () => {
    const { sent, port, answer } = createPort();
    const call = connectEngine(port).call("clear", null);
    answer({ id: sent[0]?.id, problem: "It cannot be cleared now." });
    await expect(call).rejects.toThrow("It cannot be cleared now.");
  });

  it("puts a payload together that comes in pieces", async () => {
    const { port, answer } = createPort();
    const engine = connectEngine(port);
    const asked = engine.call("message", { row: 1 });
    answer({ id: 1, piece: Uint8Array.of(1, 2), from: 0, size: 3 });
    answer({ id: 1, piece: Uint8Array.of(3), from: 2, size: 3 });
    answer({ id: 1, result: { record: null, payload: new Uint8Array(0) } });
    expect(await asked).toEqual({ record: null, payload: Uint8Array.of(1, 2, 3) });
  });

  it("tells who listens later of the last state", () => {
    const { port, answer } = createPort();
    const engine = connectEngine(port);
    const status = { recording: true } as EngineStatus;
    answer({ status });
    const heard: EngineStatus[] = [];
    const stop = engine.onStatus((next) => heard.push(next));
    stop();
    answer({ status: { recording: false } });
    expect(heard).toEqual([status]);
  });
});
