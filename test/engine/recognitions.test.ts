import { expect, it, vi } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { createSession } from "../../src/core/model/session.ts";
import { createRecognitions } from "../../src/engine/recognitions.ts";
import { frameBatches } from "../support/frame-batches.ts";

it("finds out what connections speak as their messages come, and tells of those that turn out to speak another", async () => {
  const session = createSession();
  const frame = frameBatches("f");
  const told: number[][] = [];
  const recognitions = createRecognitions(session, decodeSession(session), (it) => void told.push([...it]));
  session.accept(frame.text(1, 1, '42["a",1]'));
  session.accept(frame.text(1, 2, "hello"));
  recognitions.look();
  await vi.waitUntil(() => recognitions.of(2) !== null);
  expect([recognitions.of(1), recognitions.of(2), recognitions.of(3)]).toEqual([[], [], null]);
  for (const text of ['42["b"]', '42["c",{}]', '42["d"]']) session.accept(frame.text(2, 1, text));
  recognitions.look();
  await vi.waitUntil(() => recognitions.of(1)?.length === 2);
  expect(recognitions.of(1)).toEqual([
    { id: "engine.io", name: "Engine.IO" },
    { id: "socket.io", name: "Socket.IO" },
  ]);
  expect(told).toEqual([[], [1]]);
  session.accept(frame.text(3, 3, "x"));
  await recognitions.find(3);
  expect(recognitions.of(3)).toEqual([]);
  recognitions.end();
});
