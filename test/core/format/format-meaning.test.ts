import { expect, it } from "vitest";
import { NO_MEANING } from "../../../src/core/analysis/summarise-parts.ts";
import { formatMeaning } from "../../../src/core/format/format-meaning.ts";

const socketIo = { ...NO_MEANING, protocol: "socket.io", kind: "event", parts: 1 };
const words = (meaning: Partial<typeof NO_MEANING>) => {
  const { kind, channel, event, text } = formatMeaning({ ...NO_MEANING, ...meaning });
  return [kind, channel, event, text];
};

it("says nothing twice that the summary begins with", () => {
  expect(words({ ...socketIo, event: "join", channel: "/", summary: 'join {"room":3}' })).toEqual([
    "event",
    "",
    "join",
    '{"room":3}',
  ]);
  expect(words({ ...socketIo, event: "join", channel: "/admin", summary: "/admin join 3" })).toEqual([
    "event",
    "/admin",
    "join",
    "3",
  ]);
  expect(words({ ...socketIo, kind: "ping", summary: "ping" })).toEqual(["ping", "", "", ""]);
  expect(words({ ...socketIo, kind: "ping", summary: "pinged" })).toEqual(["ping", "", "", "pinged"]);
});

it("leaves the event where the summary says it in its own way", () => {
  expect(
    words({ ...socketIo, kind: "attachment", event: "photo", summary: "attachment of photo: PNG" }),
  ).toEqual(["attachment", "", "", "of photo: PNG"]);
  expect(words({ ...socketIo, kind: "connect", channel: "/admin", summary: "/admin connect" })).toEqual([
    "connect",
    "/admin",
    "",
    "",
  ]);
});

it("counts several, and leaves their summaries as they are", () => {
  expect(words({ ...socketIo, event: "a", summary: "a 1 · b 2", parts: 2 })).toEqual([
    "event +1",
    "",
    "",
    "a 1 · b 2",
  ]);
});

it("lets a payload speak for itself where its format is for people and no protocol is known", () => {
  expect(words({ kind: "json", event: "price", summary: '{"type":"price"}', parts: 1 })).toEqual([
    "",
    "",
    "price",
    null,
  ]);
  expect(words({ kind: "file", summary: "PNG image", parts: 1 })).toEqual(["file", "", "", "PNG image"]);
});
