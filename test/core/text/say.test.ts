import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { formatBytes } from "../../../src/core/format/format-bytes.ts";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { formatDuration } from "../../../src/core/format/format-duration.ts";
import { formatKeys } from "../../../src/core/format/format-keys.ts";
import { formatQuantity } from "../../../src/core/format/format-quantity.ts";
import { formatRate } from "../../../src/core/format/format-rate.ts";
import { say, sayParts, speak } from "../../../src/core/text/say.ts";

const german = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../../extension/_locales/de/messages.json"), "utf8"),
);

afterEach(() => speak("en-US"));

describe("a text", () => {
  it("is English where nobody has said otherwise", () => {
    expect(say("close")).toBe("Close");
    expect(say("matchedOf", { matched: "1,204", total: "88,310" })).toBe("1,204 of 88,310");
  });

  it("is in the language that is spoken", () => {
    speak("de", german);
    expect(say("close")).toBe("Schließen");
    expect(say("matchedOf", { matched: "1.204", total: "88.310" })).toBe("1.204 von 88.310");
  });

  it("differs with a number as the language has it", () => {
    expect([0, 1, 88_310].map((it) => formatQuantity(it, "message"))).toEqual([
      "0 messages",
      "1 message",
      "88,310 messages",
    ]);
    speak("de", german);
    expect([0, 1, 88_310].map((it) => formatQuantity(it, "message"))).toEqual([
      "0 Nachrichten",
      "1 Nachricht",
      "88.310 Nachrichten",
    ]);
  });

  it("takes the last form where a language has more of them than its catalogue", () => {
    speak("pl", { messageCount_one: { message: "$count$ a" }, messageCount_other: { message: "$count$ b" } });
    expect([1, 2, 5].map((it) => formatQuantity(it, "message"))).toEqual(["1 a", "2 b", "5 b"]);
  });

  it("is said in English where the catalogue lacks it", () => {
    speak("de", { open: { message: "Öffnen" } });
    expect([say("open"), say("close")]).toEqual(["Öffnen", "Close"]);
  });

  it("has what is filled in as it is, dollar signs too", () => {
    expect(say("matchedOf", { matched: "$&$1", total: "$total$" })).toBe("$&$1 of $total$");
  });

  it("gives its parts in the language's order", () => {
    const part = { type: "b" };
    expect(sayParts("deleteForGood", { b: part })).toEqual(["Delete ", part, " for good?"]);
    speak("de", german);
    expect(sayParts("deleteForGood", { b: part })).toEqual([part, " endgültig löschen?"]);
  });
});

it("writes numbers and keys as the language does", () => {
  const all = () => [
    formatCount(88_310),
    formatBytes(1234),
    formatDuration(1250),
    formatDuration(-0),
    formatRate(1.5),
  ];
  expect(all()).toEqual(["88,310", "1.2 kB", "1.25 s", "0 ms", "1.5/s"]);
  expect(formatKeys("Ctrl+Page Up")).toBe("Ctrl+Page Up");
  speak("de", german);
  expect(all()).toEqual(["88.310", "1,2 kB", "1,25 s", "0 ms", "1,5/s"]);
  expect(formatKeys("Ctrl+Page Up")).toBe("Strg+Bild auf");
});
