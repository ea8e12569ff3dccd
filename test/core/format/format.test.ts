import { describe, expect, it } from "vitest";
import { formatBytes } from "../../../src/core/format/format-bytes.ts";
import { formatCloseCode } from "../../../src/core/format/format-close-code.ts";
import { formatState, isTroubled } from "../../../src/core/format/format-connection.ts";
import { formatCount } from "../../../src/core/format/format-count.ts";
import { formatDelta } from "../../../src/core/format/format-delta.ts";
import { formatDuration } from "../../../src/core/format/format-duration.ts";
import { formatExactBytes } from "../../../src/core/format/format-exact-bytes.ts";
import { formatHexDump, formatHexLine } from "../../../src/core/format/format-hex.ts";
import { formatQuantity } from "../../../src/core/format/format-quantity.ts";
import { formatDateTime, formatExactTime, formatTime } from "../../../src/core/format/format-time.ts";
import {
  formatExactTripTime,
  formatLongTripTime,
  formatTripTime,
} from "../../../src/core/format/format-trip-time.ts";
import { formatOrigin, formatShortUrl, shortenQuery, splitUrl } from "../../../src/core/format/format-url.ts";

describe("counts and bytes", () => {
  it("writes counts with their noun", () => {
    expect(formatCount(88_310)).toBe("88,310");
    expect(formatQuantity(1, "message")).toBe("1 message");
    expect(formatQuantity(0, "message")).toBe("0 messages");
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [99_949, "99.9 kB"],
    [99_950, "100 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [14_200_000, "14.2 MB"],
    [5_000_000_000, "5.0 GB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it("writes the exact size beside the rounded one", () => {
    expect(formatExactBytes(1)).toBe("1 byte");
    expect(formatExactBytes(1234)).toBe("1.2 kB (1,234 bytes)");
  });
});

describe("times", () => {
  const at = new Date(2026, 2, 1, 9, 4, 3, 117).getTime();

  it("writes local times to the millisecond and the microsecond", () => {
    expect(formatTime(at + 0.999)).toBe("09:04:03.117");
    expect(formatExactTime(at + 0.482)).toBe("2026-03-01 09:04:03.117482");
    expect(formatExactTime(at)).toBe("2026-03-01 09:04:03.117000");
    expect(formatDateTime(at)).toBe("2026-03-01 09:04:03");
    expect(formatTime(Number.NaN)).toBe("–");
  });

  it.each([
    [0, "0 ms"],
    [0.42, "0.4 ms"],
    [9.94, "9.9 ms"],
    [50.4, "50 ms"],
    [999.6, "1.00 s"],
    [1250, "1.25 s"],
    [12_340, "12.3 s"],
    [123_000, "2 min 3 s"],
    [3_600_000, "1 h"],
    [3_720_000, "1 h 2 min"],
    [90_000_000, "1 d 1 h"],
    [-5, "−5 ms"],
  ])("writes %d ms as %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [12.3, "12 ms"],
    [59_940, "59.9 s"],
    [59_960, "60.0 s"],
    [72_345, "72.3 s"],
    [123_456, "123 s"],
    [9_999_400, "9999 s"],
    [9_999_600, "2.8 h"],
    [80_000_000, "22.2 h"],
    [400_000_000, "4.6 d"],
    [20_000_000_000, "231 d"],
    [-72_345, "−72.3 s"],
    [Number.POSITIVE_INFINITY, "–"],
  ])("writes a round trip of %d ms as %s, in six signs of which none is wide", (ms, text) => {
    expect(formatTripTime(ms)).toBe(text);
    expect(text.replace(/^−/, "").length).toBeLessThanOrEqual(6);
  });

  it("writes a round trip exactly where there is room", () => {
    expect(formatExactTripTime(72_345.678)).toBe("72,345.68 ms");
    expect(formatExactTripTime(12)).toBe("12 ms");
    expect(formatLongTripTime(72_345.678)).toBe("1 min 12 s (72,345.68 ms)");
    expect(formatLongTripTime(12.345)).toBe("12 ms");
    expect(formatLongTripTime(Number.POSITIVE_INFINITY)).toBe("–");
  });

  it("writes the span since the row before", () => {
    expect(formatDelta(50)).toBe("+50 ms");
    expect(formatDelta(null)).toBe("");
    expect(formatDelta(-3)).toBe("−3 ms");
    // In one unit: the column has no room for two.
    expect(formatDelta(83_400)).toBe("+83.4 s");
    expect(formatDelta(-83_400)).toBe("−83.4 s");
  });
});

describe("hex", () => {
  const bytes = Uint8Array.from({ length: 20 }, (_, at) => at + 0x3a);

  it("lines offset, bytes and ASCII up, the last line too", () => {
    const [first, last] = [formatHexLine(bytes, 0, 16), formatHexLine(bytes, 16, 16)];
    expect(first).toEqual({
      offset: "0000",
      hex: "3a 3b 3c 3d 3e 3f 40 41  42 43 44 45 46 47 48 49",
      ascii: ":;<=>?@ABCDEFGHI",
    });
    expect(last.hex).toHaveLength(first.hex.length);
    expect(last.offset).toBe("0010");
    expect(formatHexLine(Uint8Array.of(0, 0x7f, 0xff), 0, 8).ascii).toBe("···");
  });

  it("writes offsets as wide as the last one", () => {
    expect(formatHexLine(new Uint8Array(70_000), 0, 16).offset).toBe("00000");
    expect(formatHexDump(bytes).split("\n")).toHaveLength(2);
  });
});

describe("close codes and states", () => {
  it.each([
    [1000, "Normal Closure"],
    [1006, "Abnormal Closure"],
    [1012, "Service Restart"],
    [1015, "TLS handshake"],
    [3000, "Unauthorized"],
    [3999, "Library or framework"],
    [4001, "Private use"],
    [2000, "Unassigned"],
    [999, "Not used"],
  ])("names %d %s", (code, name) => expect(formatCloseCode(code).name).toBe(name));

  it("writes states with the close code", () => {
    const close = { at: 0, code: 1006, reason: "", wasClean: false, by: "network" } as const;
    expect(formatState({ kind: "websocket", state: "closed", close })).toBe("closed 1006");
    expect(formatState({ kind: "websocket", state: "open", close: null })).toBe("open");
    expect(formatState({ kind: "http", state: "closed", close: null })).toBe("");
    expect(isTroubled({ kind: "websocket", state: "closed", close })).toBe(true);
    expect(isTroubled({ kind: "http", state: "closed", close: null })).toBe(false);
  });
});

describe("URLs", () => {
  it("parts path and host, and takes what is none as it is", () => {
    expect(splitUrl("wss://a.example:8443/x/y?z=1")).toEqual({
      path: "/x/y",
      query: "?z=1",
      host: "a.example:8443",
    });
    expect(splitUrl("not a url")).toEqual({ path: "not a url", query: "", host: "" });
    expect(shortenQuery("?client=xkpcya1gz9pcs&format=ndjson&q=12345678901")).toBe(
      "?client=xkpcya1…&format=ndjson&q=1234567…",
    );
    expect(shortenQuery("?token=xkpcya1gz9pcs")).toBe("?token=xkpcya1gz9pcs");
    expect(splitUrl("").path).toBe("(opened unseen)");
  });

  it("finds the shortest name", () => {
    expect(formatShortUrl("wss://a.example/x/y?z=1")).toBe("/x/y");
    expect(formatShortUrl("wss://a.example/")).toBe("a.example");
    expect(formatShortUrl("")).toBe("(opened unseen)");
    expect(formatOrigin("https://a.example")).toBe("a.example");
    expect(formatOrigin("null")).toBe("Opaque origin");
    expect(formatOrigin(null)).toBe("Page not known");
  });
});
