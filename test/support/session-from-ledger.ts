import type { LedgerConnection } from "../../demo/servers/ledger.ts";
import { createSession, type Session } from "../../src/core/model/session.ts";
import { FLAG_BINARY, FLAG_RECEIVED } from "../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../src/core/wire/batch-writer.ts";
import { parseBatch } from "../../src/core/wire/parse-batch.ts";

/** What the demo's servers wrote down, as if a page had recorded it. */
export function sessionFromLedger(connections: readonly LedgerConnection[]): Session {
  const writer = createBatchWriter();
  const url = "http://demo.example/";
  const startedAt = Math.min(...connections.map((it) => it.openedAt));
  writer.record({ type: "frame-started", at: startedAt, url, top: true, origin: "http://demo.example" });
  const steps = connections.flatMap((it) => [
    { at: it.openedAt, write: () => writeOpening(it) },
    ...it.messages.map((message) => ({ at: message.at, write: () => writeMessage(it, message) })),
    ...(it.closedAt === null
      ? []
      : [{ at: it.closedAt, write: () => writeClose(it, it.closedAt as number) }]),
  ]);
  for (const { write } of steps.sort((a, b) => a.at - b.at)) write();
  const batch = parseBatch(writer.take("demo", 0));
  if ("problem" in batch) throw new Error(batch.problem);
  const session = createSession();
  session.accept(batch);
  return session;

  function writeOpening({ id: connection, kind, url: to, openedAt: at }: LedgerConnection): void {
    if (kind === "websocket") {
      writer.record({ type: "socket-created", at, connection, url: to, protocols: [] });
      writer.record({ type: "socket-opened", at, connection, protocol: "", extensions: "" });
    } else {
      writer.record({ type: "source-created", at, connection, url: to, withCredentials: false });
      writer.record({ type: "source-opened", at, connection });
    }
  }

  function writeMessage({ id, kind }: LedgerConnection, it: LedgerConnection["messages"][number]): void {
    const payload = it.type === "binary" ? new Uint8Array(Buffer.from(it.data, "base64")) : it.data;
    const flags =
      (it.direction === "received" ? FLAG_RECEIVED : 0) | (it.type === "binary" ? FLAG_BINARY : 0);
    const name = kind === "websocket" ? "" : (it.eventName ?? "message");
    writer.message(it.at, id, flags, payload, null, name, it.eventId ?? "");
  }

  function writeClose({ id: connection, kind, closeCode }: LedgerConnection, at: number): void {
    if (kind !== "websocket") return;
    writer.record({
      type: "socket-closed",
      at,
      connection,
      code: closeCode,
      by: "unknown",
      reason: "",
      wasClean: true,
    });
  }
}
