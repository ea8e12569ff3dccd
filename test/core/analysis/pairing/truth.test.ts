import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { createSession, type Session } from "../../../../src/core/model/session.ts";
import { FLAG_RECEIVED } from "../../../../src/core/wire/batch.ts";
import { createBatchWriter } from "../../../../src/core/wire/batch-writer.ts";
import { createRandom } from "../../../support/random.ts";

/** What the server says of one request: when it had it, and when it answered, each time. */
interface Served {
  readonly gotAt: number;
  readonly answeredAt: number[];
}

const REQUESTS = 120;
const now = (): number => performance.timeOrigin + performance.now();

let server: WebSocketServer | null = null;
afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate();
  server?.close();
});

/** A server that answers late, out of turn, twice or not at all, as its random numbers say, and pushes beside that. */
async function startServer(served: Map<string, Served>): Promise<string> {
  const random = createRandom(42);
  server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    let ticks = 0;
    const feed = setInterval(
      () => socket.send(JSON.stringify({ push: "tick", n: ticks++, load: random.integer(90) })),
      20,
    );
    socket.on("close", () => clearInterval(feed));
    socket.on("message", (data) => {
      const { job } = JSON.parse(String(data)) as { job: string };
      const it: Served = { gotAt: now(), answeredAt: [] };
      served.set(job, it);
      const answer = (): void => {
        it.answeredAt.push(now());
        socket.send(JSON.stringify({ done: { job }, ok: true }));
      };
      if (random.chance(0.1)) return;
      const after = random.chance(0.3) ? 60 + random.integer(120) : random.integer(15);
      setTimeout(answer, after);
      if (random.chance(0.1)) setTimeout(answer, after + 10 + random.integer(30));
    });
  });
  await once(server, "listening");
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/jobs`;
}

/** A page that asks and listens, written down as the hook does it; answers with the page's own measurement too. */
async function record(
  url: string,
  served: Map<string, Served>,
): Promise<{ session: Session; own: Map<string, number> }> {
  const random = createRandom(7);
  const writer = createBatchWriter();
  const own = new Map<string, number>();
  const sent = new Map<string, number>();
  const socket = new WebSocket(url);
  const frame = {
    type: "frame-started",
    at: now(),
    url: "http://a.example/",
    top: true,
    origin: "http://a.example",
  };
  writer.record({ ...frame, type: "frame-started" });
  writer.record({ type: "socket-created", at: now(), connection: 1, url, protocols: [] });
  socket.on("message", (data) => {
    const at = now();
    writer.message(at, 1, FLAG_RECEIVED, String(data), null, "", "");
    const { done } = JSON.parse(String(data)) as { done?: { job: string } };
    if (done !== undefined && !own.has(done.job)) own.set(done.job, at - (sent.get(done.job) as number));
  });
  await once(socket, "open");
  writer.record({ type: "socket-opened", at: now(), connection: 1, protocol: "", extensions: "" });
  for (let index = 0; index < REQUESTS; index += 1) {
    const job = `j${random.integer(1e9).toString(36)}x${index}`;
    const text = JSON.stringify({ cmd: "run", job, level: index % 4 });
    const at = now();
    sent.set(job, at);
    writer.message(at, 1, 0, text, null, "", "");
    socket.send(text);
    if (random.chance(0.7)) await new Promise((resolve) => setTimeout(resolve, random.integer(12)));
  }
  const last = [...sent.keys()].at(-1) as string;
  while (!served.has(last)) await once(socket, "message");
  // The server's longest answer is over once the feed has gone on for so long.
  const end = now() + 250;
  while (now() < end) await once(socket, "message");
  const session = createSession();
  session.accept(writer.take("a", 0));
  return { session, own };
}

test("pairs are those of a server that answers late, out of turn, twice or never, and the times are the page's", async () => {
  const served = new Map<string, Served>();
  const { session, own } = await record(await startServer(served), served);
  const { messages, roundTrips } = analyse(session, undefined, now() + 60_000);
  const decoder = new TextDecoder();
  const rows = Array.from({ length: session.log.length }, (_, row) => row).filter(
    (row) => session.log.kind.get(row) === 1,
  );
  const jobs = rows.map((row) => {
    const message = JSON.parse(decoder.decode(session.payload(row))) as {
      job?: string;
      done?: { job: string };
    };
    return { asked: message.job ?? null, answered: message.done?.job ?? null };
  });
  const answers = new Map<string, number>();
  for (const [index, { asked, answered }] of jobs.entries()) {
    const { replyTo, rttMs } = messages[index] as (typeof messages)[number];
    if (answered === null) {
      expect(replyTo, asked ?? "a push").toBeNull();
      continue;
    }
    expect(jobs[replyTo ?? -1]?.asked).toBe(answered);
    if (!answers.has(answered)) expect(rttMs).toBeCloseTo(own.get(answered) as number, 2);
    answers.set(answered, (answers.get(answered) ?? 0) + 1);
  }
  for (const [job, { answeredAt }] of served) expect(answers.get(job) ?? 0, job).toBe(answeredAt.length);
  const lists = [...served.values()].map(({ answeredAt }) => answeredAt.length);
  expect(roundTrips).toMatchObject([
    {
      pairedBy: "job → done.job",
      pairs: lists.filter((it) => it > 0).length,
      unanswered: lists.filter((it) => it === 0).length,
      answeredTwice: lists.filter((it) => it > 1).length,
    },
  ]);
}, 20_000);
