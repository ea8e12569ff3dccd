import { expect, test, vi } from "vitest";
import type { LedgerMessage } from "../../demo/servers/ledger.ts";
import type { Demo } from "../../demo/start-demo.ts";
import { findConnection, useDemo } from "./demo-support.ts";

const demo = useDemo();

type SeenEvent = Pick<LedgerMessage, "data" | "eventName" | "eventId">;

/** Reads an event stream as an EventSource does; ends when the stream does or `isDone` says so. */
async function readEvents(
  url: string,
  lastEventId = "",
  isDone: (event: SeenEvent) => boolean | Promise<boolean> = () => false,
): Promise<SeenEvent[]> {
  const response = await fetch(url, {
    headers: lastEventId ? { "last-event-id": lastEventId } : {},
  });
  const events: SeenEvent[] = [];
  let eventId = lastEventId;
  let rest = "";
  const decoder = new TextDecoder();
  for await (const part of response.body as ReadableStream<Uint8Array>) {
    const blocks = (rest + decoder.decode(part, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const values = (field: string) =>
        lines.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2));
      eventId = values("id").at(-1) ?? eventId;
      const data = values("data");
      if (data.length === 0) continue;
      const event = { data: data.join("\n"), eventName: values("event").at(-1) ?? "message", eventId };
      events.push(event);
      // Leaving the loop cancels the body, and with it the connection.
      if (await isDone(event)) return events;
    }
  }
  return events;
}

function recordedEvents(current: Demo, url: string): SeenEvent[] {
  return findConnection(current, url).messages.map(({ data, eventName = "", eventId = "" }) => ({
    data,
    eventName,
    eventId,
  }));
}

test("an event stream that drops goes on with its ids, and is one connection of the ledger", async () => {
  const { streamsOrigin } = demo.current;
  const url = `${streamsOrigin}/events?client=e1&drop=1.5`;
  const before = await readEvents(url);
  const lastId = before.at(-1)?.eventId ?? "";
  expect(Number(lastId)).toBeGreaterThan(1);

  const after = await readEvents(url, lastId, async ({ eventName }) => {
    if (eventName !== "end") await fetch(`${streamsOrigin}/events/stop?client=e1`, { method: "POST" });
    return eventName === "end";
  });
  await demo.current.settled(50);
  expect(Number(after[0]?.eventId)).toBeGreaterThanOrEqual(Number(lastId));
  expect(after.at(-1)?.eventName).toBe("end");
  expect(recordedEvents(demo.current, url)).toEqual([...before, ...after]);
  expect(findConnection(demo.current, url)).toMatchObject({ kind: "eventsource", closeCode: null });
  // The server learns that the client has gone in its own time.
  await vi.waitFor(() => expect(findConnection(demo.current, url).closedAt).not.toBeNull(), 30_000);
  // The third event has no id of its own.
  expect(before[2]).toMatchObject({ eventName: "message", eventId: "2" });
});

test("data of many lines, and a stop between two connections", async () => {
  const { streamsOrigin } = demo.current;
  const url = `${streamsOrigin}/events?client=e2&drop=0.1`;
  const before = await readEvents(url, "9");
  expect(before).toHaveLength(1);
  expect(before[0]).toMatchObject({ eventName: "news", eventId: "10" });
  expect(before[0]?.data.split("\n")).toHaveLength(3);

  const stop = await fetch(`${streamsOrigin}/events/stop?client=e2`, { method: "POST" });
  expect(stop.status).toBe(204);
  const after = await readEvents(url, "10", ({ eventName }) => eventName === "end");
  expect(after.map(({ eventName }) => eventName)).toEqual(["end"]);
  await demo.current.settled(50);
  expect(recordedEvents(demo.current, url)).toEqual([...before, ...after]);
});

test.each(["sse", "ndjson"])("a streamed answer as %s is in the ledger token for token", async (format) => {
  const url = `${demo.current.origin}/tokens?client=${format}&format=${format}`;
  const response = await fetch(url, { method: "POST", body: "{}" });
  const text = await response.text();
  const tokens =
    format === "sse"
      ? text
          .split("\n\n")
          .filter(Boolean)
          .map((block) => block.replace("data: ", ""))
      : text.split("\n").filter(Boolean);
  await demo.current.settled(50);
  const connection = findConnection(demo.current, url);
  expect(connection.kind).toBe("fetch-stream");
  expect(connection.messages.map(({ data }) => data)).toEqual(tokens);
  expect(tokens.length).toBeGreaterThan(40);
  const request = demo.current.ledger().requests.find((entry) => entry.url === url);
  expect(request).toMatchObject({ method: "POST", status: 200, responseBytes: Buffer.byteLength(text) });
});

test("polls are written down with status and size; the site's files are not", async () => {
  const { origin } = demo.current;
  const statuses: number[] = [];
  const sizes: number[] = [];
  for (let poll = 1; poll <= 12; poll += 1) {
    const response = await fetch(`${origin}/poll?since=4`, { headers: { "if-none-match": '"since-4"' } });
    statuses.push(response.status);
    sizes.push((await response.arrayBuffer()).byteLength);
  }
  await fetch(origin).then((page) => page.text());
  await fetch(`${origin}/favicon.ico`);
  await demo.current.settled(50);
  const { requests } = demo.current.ledger();
  expect(statuses).toEqual([200, 200, 304, 200, 204, 304, 200, 200, 304, 204, 200, 200]);
  expect(requests.map(({ status }) => status)).toEqual(statuses);
  expect(requests.map(({ responseBytes }) => responseBytes)).toEqual(sizes);
  expect(requests.every(({ url, finishedAt }) => url === `${origin}/poll?since=4` && finishedAt)).toBe(true);
});

test("a long poll is held, then answered, or released", async () => {
  const { streamsOrigin } = demo.current;
  const first = await fetch(`${streamsOrigin}/long-poll?cursor=7`);
  expect(await first.json()).toMatchObject({ cursor: 8 });
  const held = fetch(`${streamsOrigin}/long-poll?cursor=8`);
  let isHeld = false;
  while (!isHeld) {
    await fetch(`${streamsOrigin}/long-poll/release`, { method: "POST" });
    isHeld = demo.current.ledger().requests.some(({ url }) => url.endsWith("cursor=8"));
  }
  await fetch(`${streamsOrigin}/long-poll/release`, { method: "POST" });
  expect((await held).status).toBe(204);
});
