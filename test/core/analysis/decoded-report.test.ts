import { expect, test } from "vitest";
import { analyse } from "../../../src/core/analysis/report.ts";
import { sessionFromText } from "../../support/session-from-text.ts";

test("a report says what messages mean, and nothing of what is not known", () => {
  const { connections, messages } = analyse(
    sessionFromText({
      "ws wss://a.example/socket.io/?EIO=4&transport=websocket": [
        '0ms < 0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000}',
        "1ms > 40",
        '2ms > 421["typing",{"room":3}]',
        '3ms < 431["ok"]',
        "4ms < 2",
      ],
      "ws wss://b.example/": ['5ms < {"type":"price","value":1}', "6ms < hello", "7ms < 0x0102"],
      "sse https://c.example/events": ['8ms <[tick #1] {"a":1}', "9ms < plain"],
    }),
  );
  expect(connections.map(({ protocol }) => protocol)).toEqual(["socket.io", null, null]);
  expect(messages.map(({ kind, event, summary, control }) => [kind, event, summary, control])).toEqual([
    ["open", null, expect.stringMatching(/^open \{"sid":"a"/), true],
    ["connect", null, "connect", true],
    ["event", "typing", 'typing {"room":3}', false],
    ["ack", null, 'ack 1 "ok"', false],
    ["ping", null, "ping", true],
    ["json", "price", '{"type":"price","value":1}', null],
    [null, null, null, null],
    [null, null, null, null],
    ["json", "tick", '{"a":1}', null],
    [null, "message", null, null],
  ]);
});
