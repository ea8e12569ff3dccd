import { io } from "socket.io-client";
import { expect, test } from "vitest";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { connect, useDemo } from "../../../demo/demo-support.ts";
import { sessionFromLedger } from "../../../support/session-from-ledger.ts";

const demo = useDemo();

test("nothing is found on the demo's healthy servers, and what pairs is what asks", async () => {
  const { current } = demo;
  const ticker = await connect(current, "/ticker");
  const echo = await connect(current, "/echo");
  const feed = await connect(current, "/binary");
  const chat = io(current.origin, { transports: ["websocket"], forceNew: true });
  await chat.emitWithAck("join", "lobby");
  const events = new AbortController();
  const stream = await fetch(`${current.streamsOrigin}/events?client=a`, { signal: events.signal });
  const rounds = 8;
  for (let round = 0; round < rounds; round += 1) {
    ticker.send(JSON.stringify({ type: round % 2 === 0 ? "subscribe" : "unsubscribe", symbol: "XYZ" }));
    for (const text of ["hello", '{"id":1,"method":"ping"}', "emoji", "\n"]) echo.send(text);
    feed.send("more");
    await chat.emitWithAck("message", `text ${round}`);
    const seen = ticker.seen.length;
    await ticker.until((all) => all.length >= seen + 8);
  }
  await echo.until((seen) => seen.length >= rounds * 8);
  const { connections } = current.ledger();
  events.abort();
  await stream.body?.cancel().catch(() => {});
  chat.disconnect();
  for (const { socket } of [ticker, echo, feed]) socket.close();

  const { findings, roundTrips } = analyse(sessionFromLedger(connections));
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(connections.length).toBeGreaterThanOrEqual(5);
  const chatId = connections.find(({ url }) => url.includes("/socket.io/"))?.id;
  const pairedBy = roundTrips.map(
    (it) => `${it.connection === chatId ? "chat" : it.connection} ${it.pairedBy}`,
  );
  const idOf = (path: string) => connections.find(({ url }) => url.endsWith(path))?.id;
  expect(new Set(pairedBy)).toEqual(
    new Set([`${idOf("/ticker")} subscribe`, `${idOf("/echo")} echo`, "chat socket.io"]),
  );
  const [subscriptions, asked, echoed] = ["subscribe", "socket.io", "echo"].map((by) =>
    roundTrips.find((it) => it.pairedBy === by),
  );
  expect(echoed).toMatchObject({ pairs: rounds * 4, unanswered: 0 });
  expect(subscriptions).toMatchObject({ pairs: rounds, unanswered: 0 });
  // The namespace's connect, the join, and a message each round.
  expect(asked).toMatchObject({ pairs: rounds + 2, unanswered: 0 });
}, 20_000);
