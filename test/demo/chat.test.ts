import { once } from "node:events";
import { io, type Socket } from "socket.io-client";
import { afterEach, expect, test } from "vitest";
import type { WebSocket } from "ws";
import type { Demo } from "../../demo/start-demo.ts";
import { only, type Seen, toSeen, useDemo } from "./demo-support.ts";

const demo = useDemo();
let open: Socket[] = [];
afterEach(() => {
  for (const socket of open) socket.disconnect();
  open = [];
});

/** A Socket.IO client, with what its own WebSocket sent and got. */
async function join(current: Demo, client: string, room: string) {
  const seen: Seen[] = [];
  const socket = io(current.origin, { query: { client }, forceNew: true });
  open.push(socket);
  // The raw socket exists before it opens, so not one frame is missed.
  const upgraded = new Promise<void>((resolve) => {
    socket.io.on("open", () => {
      const { engine } = socket.io;
      engine.on("upgrading", (transport) => watch((transport as unknown as { ws: WebSocket }).ws));
      engine.once("upgrade", () => resolve());
    });
  });
  const watch = (raw: WebSocket): void => {
    const send = raw.send.bind(raw) as (...args: unknown[]) => void;
    raw.send = (...args: unknown[]): void => {
      seen.push(toSeen("sent", args[0] as string | Buffer));
      send(...args);
    };
    raw.on?.("message", (data: Buffer, isBinary) => {
      seen.push(toSeen("received", isBinary ? data : data.toString()));
    });
  };
  await upgraded;
  await socket.emitWithAck("join", room);
  return { socket, seen };
}

test("rooms, acks, broadcasts and attachments are in the ledger frame for frame", async () => {
  const ann = await join(demo.current, "ann", "blue");
  const bob = await join(demo.current, "bob", "blue");
  const heard: string[] = [];
  bob.socket.on("message", ({ text }) => heard.push(text));
  const attachment = new Promise<{ bytes: Buffer }>((resolve) => ann.socket.once("attachment", resolve));

  for (const text of ["one", "two", "three"]) {
    expect(await ann.socket.emitWithAck("message", text)).toMatchObject({ ok: true });
  }
  expect((await attachment).bytes).toHaveLength(96);
  expect(await ann.socket.emitWithAck("attachment", { bytes: Buffer.from([1, 2]) })).toEqual({
    ok: true,
    bytes: 2,
  });
  for (const { socket } of [ann, bob]) {
    const disconnected = once(socket as unknown as NodeJS.EventEmitter, "disconnect");
    await socket.emitWithAck("stop");
    await disconnected;
  }
  await demo.current.settled(100);

  expect(heard.slice(0, 3)).toEqual(["one", "two", "three"]);
  const { connections, requests } = demo.current.ledger();
  for (const [client, { seen }] of Object.entries({ ann, bob })) {
    const [connection, ...others] = connections.filter(({ url }) => url.includes(`client=${client}`));
    expect(others).toEqual([]);
    expect(connection?.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/socket\.io\/\?.*transport=websocket/);
    const messages = connection?.messages ?? [];
    // The probe goes before "upgrading"; everything after it is compared.
    expect(only("sent", messages)[0]?.data).toBe("2probe");
    expect(only("received", messages)[0]?.data).toBe("3probe");
    expect(only("sent", messages).slice(1)).toEqual(only("sent", seen));
    expect(only("received", messages).slice(1)).toEqual(only("received", seen));
    expect(messages.some(({ data }) => data.startsWith('42["message"'))).toBe(true);
    expect(connection?.closedAt).not.toBeNull();
  }
  expect(requests.length).toBeGreaterThan(0);
  expect(requests.every(({ url, finishedAt }) => url.includes("transport=polling") && finishedAt)).toBe(true);
});
