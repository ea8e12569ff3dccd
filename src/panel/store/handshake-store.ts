import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EngineCalls } from "../../core/wire/engine-api.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** A handshake, and whether the answer to its key is right. */
export type HandshakeDetail = EngineCalls["handshake"]["result"];

/** Follows the handshake of a connection. */
export function createHandshakeStore(
  engine: EngineConnection,
  connection: ReadonlySignal<ConnectionView | null>,
  fail: (problem: unknown) => void,
): { handshake: ReadonlySignal<HandshakeDetail | null>; dispose(): void } {
  const handshake = signal<HandshakeDetail | null>(null);
  const row = computed(() => connection.value?.handshake ?? null);
  const dispose = effect(() => {
    const asked = row.value;
    handshake.value = null;
    if (asked === null) return;
    engine.call("handshake", { row: asked }).then((answer) => {
      if (row.peek() === asked) handshake.value = answer;
    }, fail);
  });
  return { handshake, dispose };
}
