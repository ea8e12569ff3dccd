import type { Ledger, LedgerConnection, LedgerMessage } from "./servers/ledger.ts";

/** One connection of a recording, read from a HAR or a session file. */
export interface RecordedConnection {
  readonly kind: LedgerConnection["kind"];
  readonly url: string;
  readonly messages: readonly RecordedMessage[];
}

export type RecordedMessage = Pick<LedgerMessage, "direction" | "type" | "data" | "eventName" | "eventId">;

export interface Comparison {
  /** Messages of sockets and streams in the ledger. */
  readonly expected: number;
  readonly recorded: number;
  /** One sentence for each message that is missing, extra, different or out of order. */
  readonly differences: readonly string[];
}

/**
 * Compares a recording with what the servers say: connection by connection (each has a URL of its own), each direction
 * in order, payload for payload. How the two directions lie between each other is known to the page alone.
 */
export function compareWithLedger(recorded: readonly RecordedConnection[], ledger: Ledger): Comparison {
  const differences: string[] = [];
  const watched = ledger.connections;
  const byUrl = new Map(recorded.map((it) => [it.url, it]));
  if (byUrl.size !== recorded.length) differences.push("two recorded connections have one URL");
  for (const truth of watched) {
    const found = byUrl.get(truth.url);
    byUrl.delete(truth.url);
    if (found === undefined) {
      if (truth.messages.length > 0)
        differences.push(`${truth.url}: not recorded (${truth.messages.length} messages)`);
      continue;
    }
    if (found.kind !== truth.kind) differences.push(`${truth.url}: recorded as ${found.kind}`);
    for (const direction of ["sent", "received"] as const) {
      differences.push(...compareDirection(truth, found, direction));
    }
  }
  for (const extra of byUrl.values()) differences.push(`${extra.url}: no server knows it`);
  return { expected: count(watched), recorded: count(recorded), differences };
}

function compareDirection(
  truth: LedgerConnection,
  found: RecordedConnection,
  direction: LedgerMessage["direction"],
): string[] {
  const expected = truth.messages.filter((it) => it.direction === direction);
  const got = found.messages.filter((it) => it.direction === direction);
  const differences: string[] = [];
  if (expected.length !== got.length) {
    differences.push(`${truth.url}: ${got.length} ${direction}, the server says ${expected.length}`);
  }
  for (const [index, message] of expected.entries()) {
    const other = got[index];
    if (other === undefined) break;
    if (describe(message, truth.kind) !== describe(other, truth.kind)) {
      differences.push(`${truth.url}: ${direction} message ${index + 1} differs`);
    }
  }
  return differences;
}

function describe(
  { type, data, eventName, eventId }: RecordedMessage,
  kind: LedgerConnection["kind"],
): string {
  return JSON.stringify(
    kind === "websocket" ? [type, data] : [type, data, eventName || "message", eventId ?? ""],
  );
}

function count(connections: readonly { messages: readonly unknown[] }[]): number {
  return connections.reduce((sum, { messages }) => sum + messages.length, 0);
}
