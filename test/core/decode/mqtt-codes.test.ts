import { expect, test } from "vitest";
import { decoderOf } from "../../support/decode-conversation.ts";

const bytes = (first: number, ...body: number[]) => Uint8Array.from([first, body.length, ...body]);

/** CONNECT of that version, without a name and, in version 5, without properties. */
function connect(level: number): Uint8Array {
  const properties = level === 5 ? [0] : [];
  return bytes(0x10, 0, 4, 77, 81, 84, 84, level, 2, 0, 60, ...properties, 0, 0);
}

test.each([
  ["SUBACK", 4, bytes(0x90, 0, 1, 0), "SUBACK of 1 granted QoS 0", false],
  ["SUBACK", 4, bytes(0x90, 0, 1, 1, 2), "SUBACK of 1 granted QoS 1, granted QoS 2", false],
  // Of several filters any may be refused.
  ["SUBACK", 4, bytes(0x90, 0, 1, 1, 0x80), "SUBACK of 1 granted QoS 1, code 128 (Failure)", true],
  ["SUBACK", 5, bytes(0x90, 0, 1, 0, 0x80), "SUBACK of 1 code 128 (Unspecified error)", true],
  [
    "SUBACK",
    5,
    bytes(0x90, 0, 1, 0, 0x87, 0x9e, 0xa2),
    "SUBACK of 1 code 135 (Not authorized), code 158 (Shared Subscriptions not supported), code 162 (Wildcard Subscriptions not supported)",
    true,
  ],
  ["SUBACK", 5, bytes(0x90, 0, 1, 0, 0xf0), "SUBACK of 1 code 240", true],
  ["UNSUBACK", 5, bytes(0xb0, 0, 1, 0, 0, 17), "UNSUBACK of 1 code 17 (No subscription existed)", false],
  ["CONNACK", 4, bytes(0x20, 0, 5), "CONNACK code 5 (not authorized)", true],
  ["CONNACK", 5, bytes(0x20, 0, 0x8a, 0), "CONNACK code 138 (Banned)", true],
  ["PUBACK", 5, bytes(0x40, 0, 1, 16), "PUBACK of 1 code 16 (No matching subscribers)", false],
  ["DISCONNECT", 5, bytes(0xe0, 0x8b, 0), "DISCONNECT code 139 (Server shutting down)", true],
])("%s of version %i says what its codes mean: %j", (kind, level, packet, summary, failed) => {
  const parts = decoderOf(
    [
      [">", connect(level)],
      ["<", packet],
    ],
    { subprotocol: "mqtt" },
  ).all();
  expect(parts.at(-1)).toMatchObject({ kind, summary, failed });
});
