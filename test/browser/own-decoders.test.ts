import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { type DecoderSite, startDecoderSite, WAYS, WAYS_OUT } from "./support/decoder-site.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** The rows of the list as they are to be read. */
const DATA = `[...document.querySelectorAll(".row.is-message .cell-data")].map((it) => it.textContent.trim())`;
const DECODED = `document.querySelector(".decoded[aria-busy=false]")?.innerText ?? ""`;
const DIALOG = `document.querySelector("dialog[aria-label='Your own decoders']")`;

/** A game's own text protocol; and what a decoder can do wrong. */
const CODE = `const ended = new Set();
function decode(message, connection) {
  const [word, ...rest] = message.text.split(" ");
  if (word === "loop") for (;;);
  if (word === "pattern") /^(\\w+\\s?)+$/.test("a".repeat(60) + "!");
  if (word === "throw") {
    throw new RangeError("no such move");
  }
  if (word === "escape") {
    const base = connection.url.replace(/^ws/, "http").replace(/echo$/, "");
    const ways = ((base) => {${WAYS_OUT}})(base);
    const [way] = rest;
    (async () => ways[way]())().then((it) => ended.add(way + " " + (it === false ? "refused" : "done")), () => ended.add(way + " refused"));
    return { kind: "escape", summary: rest.join(" ") };
  }
  if (word === "report") return { kind: "report", summary: rest[0] + ": " + [...ended].sort().join(", ") };
  if (word !== "move") return null;
  const [piece, to] = rest;
  return {
    kind: "move", event: piece, channel: "board", summary: "to " + to,
    key: piece, role: message.received ? "reply" : "request",
    tree: { piece, to: { file: to[0], rank: BigInt(to.slice(1)) }, raw: message.bytes },
  };
}`;

describe.each(BROWSERS)("%s: a decoder of the reader's own", (name) => {
  let site: DecoderSite;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startDecoderSite();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(site.url);
    await started.browser.page.evaluate("opened");
    await say("move knight f3");
    await panel.waitFor(`${DATA}.filter((it) => it === "move knight f3").length === 2`);
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });

  const say = (text: string) => started.browser.page.evaluate(`say(${JSON.stringify(text)})`);

  /** Selects the first row whose data begins so. */
  async function selectRow(begin: string): Promise<void> {
    await panel.waitFor(
      `(() => {
        const row = [...document.querySelectorAll(".row.is-message")].find((it) =>
          it.querySelector(".cell-data").textContent.startsWith(${JSON.stringify(begin)}));
        row?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
        return row !== undefined;
      })()`,
    );
  }

  /** What the last row that begins with one of these says, which may be below those in view. */
  const untilSaid = (...begins: string[]) =>
    panel.waitFor<string>(`(() => {
      const list = document.querySelector(".grid");
      list.scrollTop = list.scrollHeight;
      return ${DATA}.findLast((it) => ${JSON.stringify(begins)}.some((begin) => it.startsWith(begin)));
    })()`);

  async function write(code: string): Promise<void> {
    await panel.waitFor(`(() => {
      const field = ${DIALOG}?.querySelector("textarea");
      if (!field) return false;
      field.value = ${JSON.stringify(code)};
      field.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    })()`);
    await panel.waitFor(`!${DIALOG}.querySelector("button[type=submit]").disabled`);
  }

  test("is written in the panel, tried on the chosen message, and then says what rows are", async () => {
    await selectRow("move knight");
    await panel.waitFor(`document.querySelector(".detail-header strong") !== null`);
    await panel.click({ role: "button", name: "Close the detail pane" });
    await panel.waitFor(`document.querySelector(".connection-speaks") === null`);
    await panel.evaluate(
      `[...document.querySelectorAll("[role=option]")].find((it) => it.textContent.includes("echo")).click()`,
    );
    await panel.click({ role: "button", name: "Write a decoder for it…" });
    await panel.waitFor(`${DIALOG}?.querySelectorAll("input[type=text]")[1].value.endsWith("/echo*")`);
    await panel.type({ role: "textbox", name: "Name" }, "Chess");
    await write("function decode(message) {\n  return message.nothing.at(0);\n}");
    await panel.click({ role: "button", name: "Save" });
    await panel.waitFor(
      `${DATA}.some((it) => /^not decoded.*Chess failed: TypeError.*\\(line 2\\)/.test(it))`,
    );
    await write(CODE);
    await panel.click({ role: "button", name: "Save" });
    await panel.waitFor(`${DATA}.filter((it) => it === "move knight to f3").length === 2`);
    await panel.evaluate(`${DIALOG}.querySelector("button[aria-label=Close]").click()`);
    await panel.waitFor(`${DIALOG} === null`);
    await selectRow("move knight to");
    const text = await panel.waitFor<string>(
      `(() => { const text = ${DECODED}; return /rank/.test(text) && text; })()`,
    );
    expect(text).toMatch(/Chess, your own decoder/);
    expect(text).toMatch(/to[\s\S]*file[\s\S]*"f"[\s\S]*rank[\s\S]*3/);
    await panel.waitFor(`document.querySelector(".connection-speaks")?.textContent === "Chess"`);
  });

  test("its words can be filtered by, and what it pairs is a round trip", async () => {
    await say("something else");
    await panel.waitFor(`${DATA}.filter((it) => it === "something else").length === 2`);
    await panel.type("Filter", "kind:move event:knight channel:board");
    await panel.waitFor(`${DATA}.length === 2 && ${DATA}.every((it) => it.startsWith("move"))`);
    await panel.type("Filter", "is:reply");
    await panel.waitFor(`${DATA}.length === 1 && ${DATA}[0].startsWith("move")`);
    await panel.click({ role: "button", name: "Clear the filter" });
    await panel.waitFor(`${DATA}.length === 4`);
  });

  test("a failure is shown with its reason, and the payload stays", async () => {
    await say("throw");
    await panel.waitFor(
      `${DATA}.filter((it) => /^not decoded throw.*RangeError: no such move \\(line 7\\)/.test(it)).length === 2`,
    );
    await selectRow("not decoded");
    await panel.waitFor(`/Chess failed: RangeError: no such move/.test(${DECODED})`);
  });

  test.each([
    ["a loop without an end", "loop", "a1"],
    ["a regular expression that tries for ever", "pattern", "a2"],
  ])("%s is ended and said, and the next message is decoded by another Worker", async (_, word, place) => {
    await say(word);
    await say(`move rook ${place}`);
    await panel.waitFor(
      `${DATA}.filter((it) => /^not decoded ${word}.*took more than 2000 ms/.test(it)).length === 2`,
      60_000,
    );
    await panel.waitFor(`${DATA}.filter((it) => it === "move rook to ${place}").length === 2`);
    await selectRow(`move rook to ${place}`);
    await panel.waitFor(
      `/Last failure: it took more than 2000 ms for one message, and was ended/.test(${DECODED})`,
    );
  });

  test("it reaches no network, no page and no storage", async () => {
    // The ways are ways: an ordinary Worker gets out by them.
    const out = await started.browser.page.evaluate<string[]>("tryAll()");
    expect(out).toEqual(
      expect.arrayContaining(["fetch", "xhr", "websocket", "eventsource", "import", "worker"]),
    );
    expect(out.filter((it) => it.endsWith("says nothing"))).toEqual([]);
    const reached = ["fetch", "websocket", "nested", "import-scripts.js"].map((it) => `control/${it}`);
    expect(site.hits()).toEqual(expect.arrayContaining(reached));
    const told = new Set<string>();
    const missing = () => WAYS.filter((way) => ![...told].some((it) => it.startsWith(`${way} `)));
    // A Worker that a way keeps for too long is ended, and what was tried in it is not told: it is tried again, in the next.
    for (let turn = 1; missing().length > 0; turn += 1) {
      expect(turn, `for the ${turn}th time without an end: ${missing()}`).toBeLessThan(40);
      for (const way of missing()) {
        await say(`escape ${way} ${turn}`);
        await untilSaid(`escape ${way} ${turn}`, `not decoded escape ${way} ${turn}`);
      }
      await say(`report ${turn}`);
      const [, said = ""] = (await untilSaid(`report ${turn}:`)).split(":");
      for (const it of said.split(",")) told.add(it.trim());
    }
    told.delete("");
    expect([...told].filter((it) => !it.endsWith(" refused"))).toEqual([]);
    expect(site.hits().filter((it) => !it.startsWith("control/"))).toEqual([]);
  });

  test("is kept in a file, and one from a file is off until it is switched on", async () => {
    // Of so many rows not all are in view.
    await panel.type("Filter", "knight");
    await panel.waitFor(`${DATA}.length === 2`);
    await panel.click({ role: "button", name: "Edit" });
    await panel.waitFor(`${DIALOG} !== null`);
    // The first is that of the toolbar.
    await panel.click({ role: "button", name: "Export", nth: 1 });
    const file = await started.browser.waitForDownload(/^decoders.*\.json$/);
    const text = readFileSync(file, "utf8");
    expect(JSON.parse(text)).toMatchObject({
      format: "duplex-decoders",
      version: 1,
      decoders: [{ name: "Chess", code: CODE }],
    });
    await panel.click({ role: "button", name: "Delete" });
    await panel.waitFor(`document.querySelectorAll(".own-list li").length === 0`);
    await panel.waitFor(`${DATA}.some((it) => it === "move knight f3")`);
    await panel.evaluate(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], "decoders.duplex.json"));
      const input = document.querySelector("input[aria-label='File of decoders']");
      input.files = transfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
    await panel.waitFor(`document.querySelector(".own-list input")?.checked === false`);
    expect(await panel.evaluate(`${DATA}.some((it) => it === "move knight f3")`)).toBe(true);
    await panel.click({ role: "checkbox", name: "Chess is on" });
    await panel.waitFor(`${DATA}.some((it) => it === "move knight to f3")`);
  });
});
