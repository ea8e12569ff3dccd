import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { formatClose } from "../../../src/core/format/format-close.ts";
import { formatFrame } from "../../../src/core/format/format-frame.ts";
import {
  formatExtensions,
  formatHandshake,
  formatHandshakeStatus,
} from "../../../src/core/format/format-handshake.ts";
import { acceptSource, checkAccept } from "../../../src/core/model/check-accept.ts";
import { parseExtensions } from "../../../src/core/model/parse-extensions.ts";
import { getEntry, getHandshake } from "../export/rich-session.ts";

const entry = getHandshake("wss://shop.example/a", 0);
const digest = (text: string | null) => createHash("sha1").update(String(text)).digest("base64");

describe("Sec-WebSocket-Accept", () => {
  it("is right in the example of RFC 6455 1.3", () => {
    expect(checkAccept(entry, digest(acceptSource(entry)))).toBe("verified");
  });

  it("is wrong for another key, and not visible without key or answer", () => {
    expect(checkAccept(entry, digest("another"))).toBe("wrong");
    const bare = getEntry("wss://shop.example/a", 0);
    expect(acceptSource(bare)).toBeNull();
    expect(checkAccept(bare, digest(""))).toBe("unseen");
    expect(checkAccept(entry, null)).toBe("unseen");
  });
});

describe("extensions", () => {
  it("are read with their parameters, quoted or not (RFC 6455 9.1)", () => {
    expect(parseExtensions('permessage-deflate; a ; b="1, 2;3", x-other;c=4,')).toEqual([
      {
        name: "permessage-deflate",
        params: [
          ["a", null],
          ["b", "1, 2;3"],
        ],
      },
      { name: "x-other", params: [["c", "4"]] },
    ]);
  });

  it("say what the parameters of permessage-deflate mean", () => {
    expect(formatExtensions("permessage-deflate; server_max_window_bits=10")).toContain("of 1024 bytes");
    expect(formatExtensions(null)).toBe("none: messages are not compressed");
    expect(formatExtensions("x-other; a=1")).toBe("x-other (a=1)");
  });
});

describe("a handshake in words", () => {
  const told = { type: "handshake", at: 0, connection: 1, entry, error: "", among: 1 } as const;

  it("says what was agreed on", () => {
    const facts = new Map(formatHandshake(told));
    expect(facts.get("Status")).toBe("101 Switching Protocols");
    expect(facts.get("Subprotocol")).toBe("v2");
    expect(facts.get("Subprotocols asked for")).toBe("v2, v1");
    expect(facts.has("Which connection")).toBe(false);
    expect(new Map(formatHandshake({ ...told, among: 3 })).get("Which connection")).toMatch(/Ambiguous: 3/);
  });

  it("takes the status of a refusal from Chromium's sentence", () => {
    const refused = { ...entry, response: { status: 0 } };
    expect(formatHandshakeStatus(refused, "Unexpected response code: 403")).toMatch(/^403 /);
    expect(formatHandshakeStatus(refused, "net::ERR_CONNECTION_REFUSED")).toBe("No answer is visible");
  });
});

describe("a close in words", () => {
  it("says code, meaning, reason, who, how and after how long", () => {
    const close = { at: 3000, code: 1013, reason: "full", wasClean: true, by: "server" } as const;
    expect(formatClose(close, 1000).split("\n")).toEqual([
      "1013 Try Again Later: The service is overloaded; connect again later, or elsewhere.",
      "Reason: full",
      "Closed by: The server. Clean.",
      "It lived 2.00 s.",
    ]);
    expect(formatClose({ ...close, code: null, reason: "", wasClean: null }, null)).toMatch(/never open/);
  });
});

describe("the name of a frame", () => {
  const page = "https://shop.example";
  const named = (
    url: string | null,
    origin: string | null,
    seen: [url: string, origin: string] | null = null,
  ) => {
    const by = seen === null ? null : { frameId: 3, url: seen[0], origin: seen[1] };
    const { name, kind, contradiction } = formatFrame({ url, origin, top: false, worker: null, seen: by });
    return [kind, name, ...(contradiction === "" ? [] : [contradiction])];
  };

  it.each([
    ["about:blank", page, "about:blank frame", "shop.example"],
    ["about:srcdoc", page, "srcdoc frame", "shop.example"],
    ["about:srcdoc", "null", "sandboxed srcdoc frame", "Opaque origin"],
    ["https://pay.example/x", "null", "sandboxed frame", "pay.example"],
    ["blob:https://shop.example/1-2", page, "blob: frame", "shop.example"],
    ["data:text/html,x", "null", "data: frame", "Opaque origin"],
    ["https://pay.example/x", "https://pay.example", "frame", "pay.example"],
  ])("of %s with the origin %s", (url, origin, kind, name) => {
    expect(named(url, origin)).toEqual([kind, name]);
  });

  it.each([
    ["dedicated", "https://shop.example/w/echo.js?v=2", "/w/echo.js?v=2"],
    ["shared", "blob:https://shop.example/1-2", "blob:https://shop.example/1-2"],
    ["service", "https://shop.example/sw.js", "/sw.js"],
    ["dedicated", `data:text/javascript,${"x".repeat(300)}`, /^data:text.javascript,x{179}…$/],
  ] as const)("of a %s worker is its script", (worker, url, name) => {
    const seen = { frameId: 0, url: `${page}/cart`, origin: page };
    const found = formatFrame({ url, origin: page, top: false, worker, seen });
    expect(found).toEqual({
      name: typeof name === "string" ? name : expect.stringMatching(name),
      kind: `${worker} worker`,
      contradiction: "",
    });
  });

  it("is the browser's word where the page lies", () => {
    const [kind, name, contradiction] = named("https://bank.example/", "https://bank.example", [
      "https://evil.example/",
      "https://evil.example",
    ]);
    expect([kind, name]).toEqual(["frame", "evil.example"]);
    expect(contradiction).toMatch(/evil\.example.*bank\.example/);
  });
});
