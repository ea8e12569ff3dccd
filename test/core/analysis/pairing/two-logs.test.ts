import { expect, it } from "vitest";
import type { MessageFacts } from "../../../../src/core/analysis/pairing/message-facts.ts";
import { clocksApartOf, createMessagePairer } from "../../../../src/core/analysis/pairing/pair-messages.ts";
import { createTripLog } from "../../../../src/core/analysis/pairing/trip-log.ts";
import type { ConnectionKind } from "../../../../src/core/model/connection.ts";

/** Pairs messages of a protocol that names its answers, each with its time, whether it was received, and its key. */
function tripsOf(
  kind: ConnectionKind,
  messages: readonly (readonly [at: number, received: boolean, key: string])[],
) {
  const trips = createTripLog();
  const pairer = createMessagePairer(trips, 1, [], clocksApartOf(kind));
  for (const [row, [at, received, key]] of messages.entries()) {
    const facts: MessageFacts = {
      row,
      at,
      received,
      shape: "",
      label: "",
      beat: null,
      correlation: { key, role: received ? "reply" : "request" },
      protocol: "socket.io",
      scalars: [],
      head: null,
      tail: null,
    };
    pairer.observe(facts);
  }
  return Array.from({ length: trips.length }, (_, id) => {
    const { request, first, rttMs } = trips.get(id);
    return [request, first, rttMs];
  });
}

const messages = [
  [1000, true, "7"],
  [1045, false, "7"],
  [1100, false, "8"],
  [1130, true, "8"],
] as const;

it("pairs an answer that the browser's log has before the request that carried the question", () => {
  expect(tripsOf("polling", messages)).toEqual([
    [1, 0, null],
    [2, 3, 30],
  ]);
});

it("pairs it with one request only, and not with one that was sent much later", () => {
  expect(tripsOf("polling", [...messages.slice(0, 2), [1090, false, "7"]])).toEqual([
    [1, 0, null],
    [2, null, null],
  ]);
  expect(
    tripsOf("eventsource", [
      [1000, true, "7"],
      [1400, false, "7"],
    ]),
  ).toEqual([[1, null, null]]);
});

it("pairs nothing of a socket that came before it was asked for", () => {
  expect(tripsOf("websocket", messages)).toEqual([
    [1, null, null],
    [2, 3, 30],
  ]);
});
