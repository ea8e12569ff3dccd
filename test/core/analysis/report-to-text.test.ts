import { describe, expect, it } from "vitest";
import { printable, printableStart } from "../../../src/core/analysis/printable.ts";
import { reportToText } from "../../../src/core/analysis/report-to-text.ts";
import { createSession } from "../../../src/core/model/session.ts";
import { sessionFromText } from "../../support/session-from-text.ts";

const ABOUT = {
  format: "session",
  name: "Shop",
  startedAt: null,
  exportedAt: null,
  endedAt: null,
  generator: "",
  notes: [],
} as const;

function textOf(session: Parameters<typeof reportToText>[0], about: object = {}, messages = true): string {
  return [...reportToText(session, { ...ABOUT, ...about }, { messages })].join("");
}

describe("a session as text", () => {
  it("is a table of connections and one of messages", () => {
    const session = sessionFromText({
      "ws wss://a.example/prices": [
        "0ms > {ping}",
        "12ms < {pong}",
        "1512ms < 0x00ff10",
        "1600ms closed 1000 server",
      ],
      "sse https://a.example/events": ["20ms <[price #7] 42"],
    });
    const text = textOf(session).replaceAll(/\d\d:\d\d:\d\d\.\d{3}/g, "hh:mm:ss.mmm");
    expect(text).toBe(`Shop
2 connections, 4 messages

#  kind         opened        state   sent  received  sent bytes  received bytes  url
1  websocket    hh:mm:ss.mmm  closed     1         2         6 B             9 B  wss://a.example/prices
2  eventsource  hh:mm:ss.mmm  open       0         1         0 B             2 B  https://a.example/events

#  time                Δ     conn.  size  preview
2  hh:mm:ss.mmm           ↑      1   6 B  {ping}
3  hh:mm:ss.mmm   +12 ms  ↓      1   6 B  {pong}
6  hh:mm:ss.mmm    +8 ms  ↓      2   2 B  price: 42
7  hh:mm:ss.mmm  +1.49 s  ↓      1   3 B  00 ff 10
`);
  });

  it("leaves the messages out where they are not asked for", () => {
    const session = sessionFromText({ "ws wss://a.example/": ["0ms > secret"] });
    expect(textOf(session, {}, false)).not.toContain("secret");
    expect(textOf(createSession(), { name: "", format: "har" })).toBe("HAR\n0 connections, 0 messages\n");
  });

  it("says what is missing", () => {
    const text = textOf(createSession(), { notes: ["1 entry was left out: no request URL."] });
    expect(text).toContain("Note: 1 entry was left out: no request URL.\n");
  });

  it("obeys no control character of the recording", () => {
    const evil = "\u001b[2J\u001b]0;title\u0007\u009b31m\r\n\u202e\u200b\0";
    const session = sessionFromText({
      [`ws wss://a.example/${evil.replaceAll(" ", "")}`]: [`0ms > ${evil}`],
      "sse https://a.example/": [`1ms <[${evil.replaceAll(/[[\] ]/g, "")}] x`],
    });
    const text = textOf(session, { name: evil, generator: evil, notes: [evil] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
    expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]/);
    expect(text).toContain("\\u{1b}[2J");
  });
});

describe("printable", () => {
  it.each([
    ["plain ä 👋 中", "plain ä 👋 中"],
    ["a\tb\nc\rd\0", "a\\tb\\nc\\rd\\0"],
    ["\u001b\u009f\u007f", "\\u{1b}\\u{9f}\\u{7f}"],
    ["\u2028\u2029\u2066\ufeff", "\\u{2028}\\u{2029}\\u{2066}\\u{feff}"],
    ["\ud800", "\\u{d800}"],
  ])("makes of %j a text to be shown", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("cuts at so many characters", () => {
    expect(printableStart("12345", 5)).toBe("12345");
    expect(printableStart("123456", 5)).toBe("1234…");
    expect(printableStart("👋👋👋👋👋👋", 5)).toBe("👋👋👋👋…");
    expect(printableStart("x".repeat(100_000), 5)).toBe("xxxx…");
  });
});
