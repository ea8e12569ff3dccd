import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { DecoderRule } from "../../core/analysis/decoder-rule.ts";
import { withDecoderRule } from "../../core/analysis/decoder-rule.ts";
import type { ConnectionProtocols, DecodedMessage, DecoderOffer } from "../../core/wire/decoded-message.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import { createDecodedTree, type DecodedTree } from "./decoded-tree.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** What the selected message means, what connections speak, and what the reader decides about that. */
export interface DecodedStore {
  /** Null until it is known. While another row's is on its way, the one before it stays. */
  readonly message: ReadonlySignal<DecodedMessage | null>;
  /** Which of its parts is looked at. */
  readonly part: ReadonlySignal<number>;
  readonly tree: ReadonlySignal<DecodedTree | null>;
  /** Of the connection whose facts are shown. */
  readonly protocols: ReadonlySignal<ConnectionProtocols | null>;
  /** All decoders, by name; empty until the engine has told. */
  readonly decoders: ReadonlySignal<readonly DecoderOffer[]>;
  choosePart(part: number): void;
  /** The whole value of a node; null of what has none. */
  valueAt(path: readonly number[]): Promise<string | Uint8Array | null>;
  /** A node with all that is in it, as JSON; null where there is nothing in it, or too much. */
  jsonAt(path: readonly number[]): Promise<string | null>;
  decide(rule: DecoderRule): void;
  dispose(): void;
}

interface Followed {
  readonly status: ReadonlySignal<EngineStatus | null>;
  readonly detail: ReadonlySignal<MessageDetail | null>;
  readonly connection: ReadonlySignal<ConnectionView | null>;
}

/** Follows the selected message, and the connection that is shown. */
export function createDecodedStore(
  engine: EngineConnection,
  { status, detail, connection }: Followed,
  fail: (problem: unknown) => void,
): DecodedStore {
  const message = signal<DecodedMessage | null>(null);
  const part = signal(0);
  const tree = signal<DecodedTree | null>(null);
  const protocols = signal<ConnectionProtocols | null>(null);
  const decoders = signal<readonly DecoderOffer[]>([]);
  /** Counts what was asked: only the last answer counts. */
  let asked = 0;

  function speaksOf(id: number | undefined): string {
    const found = status.value?.connections.find((it) => it.id === id);
    return found?.speaks?.map((it) => it.id).join(" ") ?? "";
  }
  /** What may change what a message means. */
  const rules = computed(() => {
    const { settings, schemas } = status.value ?? {};
    return JSON.stringify([settings?.decoders, settings?.schemaRules, schemas]);
  });
  const spoken = computed(() => speaksOf(detail.value?.row.connection));

  function show(index: number): void {
    const shown = message.peek();
    const chosen = shown?.parts[index];
    part.value = index;
    if (shown === null || chosen === undefined) {
      tree.value = null;
      return;
    }
    const { row } = shown;
    tree.value = createDecodedTree(
      chosen.tree,
      (path, skip, limit) =>
        engine.call("decoded-children", { row, part: index, path, skip, limit }).catch((problem) => {
          fail(problem);
          return [];
        }),
      (text) =>
        engine.call("decoded-find", { row, part: index, text }).catch((problem) => {
          fail(problem);
          return { paths: [], more: false };
        }),
    );
  }

  /** Asks about the message that is shown; null where there is none, or it cannot be told. */
  async function ask<T>(call: (row: number) => Promise<T>): Promise<T | null> {
    const row = message.peek()?.row;
    if (row === undefined) return null;
    try {
      return await call(row);
    } catch (problem) {
      fail(problem);
      return null;
    }
  }

  const stopMessage = effect(() => {
    const row = detail.value?.row;
    rules.value;
    spoken.value;
    asked += 1;
    const mine = asked;
    if (row === undefined || row.kind !== "message") {
      message.value = null;
      tree.value = null;
      return;
    }
    engine.call("decoded", { row: row.row }).then(
      (answer) => {
        if (mine !== asked) return;
        const isSame = message.peek()?.row === answer.row;
        message.value = answer;
        const kept = isSame ? part.peek() : 0;
        show(kept < answer.parts.length ? kept : 0);
      },
      (problem) => {
        if (mine === asked) fail(problem);
      },
    );
  });

  let protocolsOf: number | null = null;
  const shownId = computed(() => connection.value?.id ?? null);
  const shownSpeaks = computed(() => speaksOf(connection.value?.id));
  const stopProtocols = effect(() => {
    const id = shownId.value;
    rules.value;
    shownSpeaks.value;
    if (id !== protocolsOf) protocols.value = null;
    protocolsOf = id;
    if (id === null) return;
    engine.call("protocols", { connection: id }).then((answer) => {
      if (shownId.peek() === id) protocols.value = answer;
    }, fail);
  });

  engine.call("decoders", null).then((answer) => {
    decoders.value = answer;
  }, fail);

  return {
    message,
    part,
    tree,
    protocols,
    decoders,
    choosePart: show,
    valueAt: (path) => ask((row) => engine.call("decoded-value", { row, part: part.peek(), path })),
    jsonAt: (path) => ask((row) => engine.call("decoded-json", { row, place: { part: part.peek(), path } })),
    decide(rule) {
      const before = status.peek()?.settings.decoders ?? [];
      engine.call("settings", { decoders: withDecoderRule(before, rule) }).catch(fail);
    },
    dispose() {
      stopMessage();
      stopProtocols();
    },
  };
}
