import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { createLedgerBook } from "../../demo/servers/ledger.ts";
import { createRecordingServerClass } from "../../demo/servers/record-socket.ts";

const server = createServer();
afterEach(() => {
  server.removeAllListeners("upgrade");
  server.close();
});

test("a refused send is struck out, views are copied, and a close frame on its way counts as closed", async () => {
  const book = createLedgerBook();
  const live = new Set<WebSocket>();
  const sockets = new (createRecordingServerClass(book, live))({ noServer: true });
  const errors: (Error | undefined)[] = [];
  const messages = () => book.snapshot().connections[0]?.messages.map(({ type, data }) => [type, data]);

  server.on("upgrade", (request, stream, head) => {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const bytes = new Uint8Array([9, 1, 2, 3, 9]);
      socket.send(bytes.subarray(1, 4));
      socket.send(new DataView(bytes.buffer, 3, 1));
      socket.send(bytes.buffer.slice(0, 2));
      socket.send(Buffer.from("as text"), { binary: false });
      bytes.fill(0);
      socket.close(1000);
      socket.send("too late", (error) => errors.push(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await once(client, "close");
  await book.settled(20);
  expect(messages()).toEqual([
    ["binary", "AQID"],
    ["binary", "Aw=="],
    ["binary", "CQE="],
    ["text", "as text"],
  ]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toBeInstanceOf(Error);
  expect(live.size).toBe(0);
});
