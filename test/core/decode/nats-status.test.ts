import { expect, test } from "vitest";
import { decoderOf } from "../../support/decode-conversation.ts";

const encoder = new TextEncoder();

const PINNED = { pinned: ["nats"], refused: [] };

/** A message with headers, as a server sends it; `head` is what stands behind their version. */
function headed(head: string, payload = ""): Uint8Array {
  const headers = `NATS/1.0${head}\r\n\r\n`;
  return encoder.encode(
    `HMSG _INBOX.a.1 1 ${headers.length} ${headers.length + payload.length}\r\n${headers}${payload}\r\n`,
  );
}

test.each([
  [" 503", "503", true, false],
  [" 409 Exceeded MaxWaiting", "409 Exceeded MaxWaiting", true, false],
  // A request for messages that has ended without one, as it may.
  [" 404 No Messages", "404 No Messages", false, false],
  [" 408 Request Timeout\r\nNats-Pending-Messages: 1", "408 Request Timeout", false, false],
  [" 100 Idle Heartbeat\r\nNats-Last-Consumer: 3", "100 Idle Heartbeat", false, true],
  ["\r\nA: 503", null, false, false],
])("a server's status%j", (head, status, failed, control) => {
  const [part] = decoderOf([["<", headed(head)]], {}, PINNED).all();
  expect(part).toMatchObject({ kind: "HMSG", failed, control });
  expect(part?.summary).toBe(`HMSG _INBOX.a.1${status === null ? "" : ` ${status}`}`);
});

test("stands before what the message says", () => {
  const [part] = decoderOf([["<", headed(" 200", "hi")]], {}, PINNED).all();
  expect(part?.summary).toBe("HMSG _INBOX.a.1 200 hi");
});
