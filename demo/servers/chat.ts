import type { Server as HttpServer } from "node:http";
import { type Socket, Server as SocketIoServer } from "socket.io";
import type { ServerOptions, WebSocketServer } from "ws";

/** The bot answers a moment later, as a person's phone would. */
const ANSWER_MS = 400;
/** Every third answer brings a file. */
const ATTACHMENT_EVERY = 3;
const ATTACHMENT_BYTES = 96;

type Acknowledge = (answer: unknown) => void;

/** The Socket.IO chat: rooms, acknowledged messages, a bot, a binary attachment now and then. */
export function createChat(
  server: HttpServer,
  wsEngine: new (options: ServerOptions) => WebSocketServer,
): SocketIoServer {
  const io = new SocketIoServer(server, {
    wsEngine,
    // See createRecordingServerClass(): nothing is compressed, but every frame goes through send().
    perMessageDeflate: true,
    // Bodies stay as they are, so that their size is the same on both sides.
    httpCompression: false,
    serveClient: false,
    // The demo has sockets of other paths; start-demo.ts refuses what belongs to nobody.
    destroyUpgrade: false,
  });
  io.on("connection", (socket) => serveMember(io, socket));
  return io;
}

function serveMember(io: SocketIoServer, socket: Socket): void {
  let room = "lobby";
  let messages = 0;
  const answers = new Set<NodeJS.Timeout>();
  const silenceBot = (): void => {
    for (const timer of answers) clearTimeout(timer);
    answers.clear();
  };

  socket.on("join", async (wanted: unknown, acknowledge: unknown) => {
    await socket.leave(room);
    room = typeof wanted === "string" ? wanted.slice(0, 100) : room;
    await socket.join(room);
    answer(acknowledge, { room, members: io.sockets.adapter.rooms.get(room)?.size ?? 0 });
  });

  socket.on("message", (text: unknown, acknowledge: unknown) => {
    messages += 1;
    const id = `${socket.id}-${messages}`;
    io.to(room).emit("message", { id, from: "you", room, text });
    answer(acknowledge, { ok: true, id });

    const withFile = messages % ATTACHMENT_EVERY === 0;
    const timer = setTimeout(() => {
      answers.delete(timer);
      io.to(room).emit("message", { id: `${id}-bot`, from: "bot", room, text: `You said: ${text}` });
      if (withFile) socket.emit("attachment", { name: "noise.bin", bytes: createAttachment(messages) });
    }, ANSWER_MS);
    answers.add(timer);
  });

  socket.on("attachment", (file: unknown, acknowledge: unknown) => {
    const bytes = (file as { bytes?: unknown } | null)?.bytes;
    answer(acknowledge, { ok: true, bytes: Buffer.isBuffer(bytes) ? bytes.length : 0 });
  });

  // The server closes, not the page: what is sent to a page that has called close() is never seen by it, and a
  // heartbeat may always be under way.
  socket.on("stop", async (acknowledge: unknown) => {
    silenceBot();
    await socket.leave(room);
    answer(acknowledge, { ok: true });
    socket.disconnect(true);
  });
  socket.on("disconnect", silenceBot);
}

function answer(acknowledge: unknown, value: unknown): void {
  // The page may have emitted without asking for one.
  if (typeof acknowledge === "function") (acknowledge as Acknowledge)(value);
}

function createAttachment(seed: number): Buffer {
  return Buffer.from(Array.from({ length: ATTACHMENT_BYTES }, (_, at) => (seed * 7 + at * 11) & 0xff));
}
