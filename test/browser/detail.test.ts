import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { untilMatched } from "./support/filter-rows.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { type PageServer, startPageServer } from "./support/start-page-server.ts";

const PAGE = `<!doctype html><title>detail</title><script>
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/sink");
  window.opened = new Promise((resolve) => (socket.onopen = resolve));
  window.say = async (data) => { await opened; socket.send(data); };
</script>`;

const NODES = "[...document.querySelectorAll('.node')].map((it) => it.textContent.trim())";
const CHOSEN = "document.querySelector('.node.is-chosen')?.textContent";

describe.each(BROWSERS)("%s: the detail of a message", (name) => {
  let site: PageServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startPageServer(() => ({ "/": PAGE }));
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    // The clipboard is the machine's: what the panel gives it is what is looked at.
    await panel.evaluate(
      "void (navigator.clipboard.writeText = async (text) => void (window.copied = text))",
    );
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });

  const say = (...texts: string[]) =>
    started.browser.page.evaluate(
      `(async () => { for (const it of ${JSON.stringify(texts)}) await say(it); })()`,
    );
  const field = (label: string) => ({ role: "textbox", name: label }) as const;
  const tab = (label: string) => panel.click({ role: "tab", name: label });
  const rows = (count: number) =>
    panel.waitFor(`document.querySelectorAll(".row.is-message").length === ${count}`);
  /** Selects the last row, or one so many before it. */
  const selectLast = async (before = 0) => {
    await panel.evaluate("document.querySelector('.grid').focus()");
    await panel.press("End");
    for (let count = 0; count < before; count += 1) await panel.press("ArrowUp");
    // The detail of a row that was passed over has other tabs in other places.
    await panel.waitFor(`(() => {
      const row = document.querySelector(".grid .row[aria-selected=true]");
      const number = row?.querySelector(".cell-number")?.textContent;
      const shown = document.querySelector(".detail .tabs") && document.querySelector(".detail strong").textContent;
      return Boolean(shown) && document.activeElement?.getAttribute("aria-activedescendant") === row?.id
        && (number === undefined || shown === "#" + number);
    })()`);
  };

  beforeEach(async () => {
    await started.browser.page.goto(`http://127.0.0.1:${site.port}/`);
    await quiet(panel);
    await clear(panel);
    await panel.waitFor("document.querySelector('.detail') === null");
  });

  test("the tree is searched, folded by levels, and adds what it shows to the filter", async () => {
    const items = Array.from({ length: 2500 }, (_, id) => ({ id, tags: ["a", "b"] }));
    const whole = { items, inner: JSON.stringify({ deep: [1] }), big: "BIG", end: "the end" };
    await say('{"end":"other"}', JSON.stringify(whole).replace('"BIG"', "12345678901234567890"));
    await rows(2);
    await selectLast();
    await tab("Tree");
    await panel.waitFor(`${NODES}.some((it) => it.includes("read as 12345678901234567000"))`);
    await panel.evaluate("document.querySelector('.tree').focus()");
    await panel.press("Control+f");
    await panel.type(field("Find in the message"), '"id":2400');
    await panel.waitFor("document.querySelector('.tree-foot code')?.textContent === '$.items[2400].id'");
    await panel.waitFor(`${CHOSEN}.startsWith("id: 2400")`);
    await panel.press("Escape");
    await panel.waitFor("document.activeElement?.classList.contains('tree')");
    await panel.press("Home");
    await panel.press("-");
    await panel.press("-");
    await panel.press("-");
    await panel.press("-");
    await panel.waitFor(`${NODES}.length === 1`);
    await panel.press("+");
    await panel.waitFor(`${NODES}.length === 5`);
    await panel.press("End");
    await panel.waitFor(`${CHOSEN}.startsWith("end: ")`);
    await panel.press("Control+c");
    await panel.waitFor("window.copied === 'the end'");
    await panel.press("Shift+F10");
    await panel.click({ role: "menuitem", name: "Copy path" });
    await panel.waitFor("window.copied === '$.end' && document.activeElement.classList.contains('tree')");
    await panel.click({ role: "button", name: "Filter by this value" });
    await panel.waitFor(`document.querySelector(".filter input").value === '$.end="the end"'`);
    await untilMatched(panel, 1);
    await panel.evaluate("document.querySelector('.tree').focus()");
    await panel.press("Home");
    await panel.press("ArrowDown");
    await panel.press("ArrowDown");
    await panel.press("ArrowRight");
    await panel.press("ArrowRight");
    await panel.waitFor(`${CHOSEN}.startsWith("deep: ")`);
    await panel.click({ role: "button", name: "Clear the filter" });
  });

  test("text is searched, wrapped or not", async () => {
    const text = `${"word ".repeat(400)}needle ${"more ".repeat(400)}Needle`;
    await say(text);
    await rows(1);
    await selectLast();
    await tab("Text");
    const widest = "document.querySelector('.lines .virtual-list-spacer').getBoundingClientRect().width";
    const narrow = await panel.waitFor<number>(widest);
    await panel.click({ role: "checkbox", name: "Wrap" });
    await panel.waitFor(`${widest} > ${narrow} * 3`);
    expect(await panel.evaluate("document.querySelectorAll('.lines .line').length")).toBe(1);
    await panel.click({ role: "checkbox", name: "Wrap" });
    await panel.click({ role: "button", name: "Find in the message" });
    await panel.type(field("Find in the message"), "needle");
    await panel.waitFor(
      `document.querySelector('[aria-label="Find in the message"]:is(input)').value === "needle" &&
        document.querySelector("#payload-search-said").textContent === "1 of 2"`,
    );
    await panel.press("Enter");
    await panel.waitFor("document.querySelector('mark.is-current')?.textContent === 'Needle'");
    await panel.press("Escape");
    await panel.click({ role: "button", name: "Copy" });
    await panel.waitFor("window.copied?.endsWith('Needle')");
    expect(await panel.evaluate("window.copied")).toBe(text);
  });

  test("bytes are chosen by keys and mouse, shown as values, and copied", async () => {
    await started.browser.page.evaluate(
      "say(Uint8Array.from({ length: 600 }, (_, at) => (at === 256 ? 0x96 : at)))",
    );
    await rows(1);
    await selectLast();
    await tab("Hex");
    await panel.type(field("Go to offset"), "0x100");
    await panel.press("Enter");
    const said = (text: string) =>
      panel.waitFor(`document.querySelector("#hex-said").textContent === "${text}"`);
    await said("Byte 256 (0x100) of 600");
    const untilValue = (type: string, ...values: string[]) =>
      panel.waitFor(
        `[...document.querySelectorAll(".byte-values tbody tr")].some((it) =>
          [...it.cells].map((cell) => cell.textContent).join() === ${JSON.stringify([type, ...values].join())})`,
      );
    await untilValue("varint", "150 (2 bytes)");
    await untilValue("uint16", "406", "38401");
    for (let count = 0; count < 3; count += 1) await panel.press("Shift+ArrowRight");
    await said("4 bytes from 256 (0x100)");
    await panel.press("Control+c");
    await panel.waitFor("window.copied === '96 01 02 03'");
    await panel.press("Control+a");
    await said("600 bytes from 0 (0x0)");
    await panel.press("Home");
    await panel.click({ role: "button", name: "Copy bytes" });
  });

  test("a message is compared with the one before, and with one that was remembered", async () => {
    await say('{"price":1,"list":[1,2]}', '{"price":2,"list":[1,2]}', '{"list":[0,1,2],"price":2}', "a text");
    await rows(4);
    const lines = "[...document.querySelectorAll('.diff-line')].map((it) => it.textContent)";
    await selectLast(1);
    await tab("Diff");
    await panel.waitFor(`${lines}.join() === "+added$.list[0]0"`);
    await selectLast(3);
    await panel.waitFor("/No message of its type/.test(document.querySelector('.diff').textContent)");
    await panel.click({ role: "button", name: "Compare with this…" });
    await selectLast(1);
    await panel.waitFor(`${lines}.length === 3`);
    expect(await panel.evaluate<string[]>(lines)).toEqual(
      expect.arrayContaining(["−removed$.price1", "+added$.price2", "+added$.list[0]0"]),
    );
    const compareWith = (option: string) =>
      panel.evaluate(`(() => {
        const field = document.querySelector(".diff-other");
        field.value = [...field.options].find(({ text }) => ${option}.test(text)).value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      })()`);
    await compareWith("/before/");
    await panel.waitFor(`${lines}.join() === "+added$.list[0]0"`);
    // A marked one can be chosen as well.
    await selectLast(3);
    await panel.click({ role: "button", name: "Remembered" });
    await selectLast(3);
    await panel.press("m");
    await selectLast(1);
    await panel.waitFor(
      "[...document.querySelectorAll('.diff-other option')].some(({ text }) => /marked/.test(text))",
    );
    await compareWith("/marked/");
    await panel.waitFor(`${lines}.length === 3`);
    await compareWith("/before/");
    await selectLast();
    await panel.waitFor(`${lines}.length === 2`);
    await tab("Text");
  });

  test("a JSON of 50 MB is shown, searched and copied whole", { timeout: 900_000 }, async () => {
    const count = 500_000;
    await started.browser.page.evaluate(`(async () => {
      const item = (id) => '{"id":' + id + ',"name":"an item of a large answer","tags":["a","b"],"text":"' + "x".repeat(30) + '"}';
      window.large = '{"items":[' + Array.from({ length: ${count} }, (_, id) => item(id)).join(",") + '],"last":"here"}';
      await say(window.large);
    })()`);
    const length = await started.browser.page.evaluate<number>("large.length");
    expect(length).toBeGreaterThan(50_000_000);
    await rows(1);
    await quiet(panel);
    // How long the panel's thread was away at a time.
    await panel.evaluate(`void (() => {
      window.longest = 0;
      let last = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        if (window.longest >= 0) setTimeout(() => channel.port2.postMessage(null), 5);
      };
      channel.port2.postMessage(null);
    })()`);
    const longest = async (what: string) => {
      const ms = await panel.evaluate<number>(
        "(() => { const it = window.longest; window.longest = 0; return it; })()",
      );
      console.log(`${name}: ${what}: the panel's thread was away for ${Math.round(ms)} ms at most`);
    };
    await selectLast();
    await tab("Tree");
    await panel.waitFor(`${NODES}.some((it) => it.startsWith('last: "here"'))`, 200_000);
    await longest("tree of 50 MB");
    await panel.evaluate("document.querySelector('.tree').focus()");
    await panel.press("ArrowDown");
    await panel.press("ArrowRight");
    await panel.waitFor(`${NODES}.some((it) => it.startsWith("0 … 999"))`, 200_000);
    await longest("its groups");
    await panel.press("Control+f");
    await panel.type(field("Find in the message"), `"id":${count - 1},`);
    await panel.waitFor(
      `document.querySelector('.tree-foot code')?.textContent === "$.items[${count - 1}].id"`,
      200_000,
    );
    await longest("a search to its end");
    await panel.press("Escape");
    await tab("Text");
    await panel.waitFor("document.querySelectorAll('.lines .line').length > 5");
    await panel.evaluate("document.querySelector('.lines').focus()");
    await panel.waitFor(
      `(() => { const it = document.querySelector('.lines'); it.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true })); return it.textContent.includes('"last":"here"}'); })()`,
      200_000,
    );
    await longest("its lines");
    await panel.evaluate("void (window.longest = -1)");
    await panel.click({ role: "button", name: "Copy" });
    expect(await panel.waitFor<number>("window.copied?.length > 1e6 && window.copied.length")).toBe(length);
    expect(await panel.evaluate('window.copied.endsWith(\'"last":"here"}\')')).toBe(true);
    await panel.evaluate("void (window.copied = undefined)");
  });

  test("of a row that the filter leaves out the detail says so, and shows it in the list again", async () => {
    await say("apple", "pear");
    await rows(2);
    await selectLast();
    await panel.type({ role: "combobox", name: "Filter" }, "apple");
    await untilMatched(panel, 1);
    await panel.waitFor(`/leaves this row out/.test(document.querySelector(".detail")?.innerText)`);
    await panel.click({ role: "button", name: "Show all" });
    await panel.waitFor(`/pear/.test(document.querySelector(".row[aria-selected=true]")?.textContent)`);
    await panel.waitFor(`document.querySelector(".outside-note") === null`);
    expect(await panel.evaluate(`document.querySelector(".filter input").value`)).toBe("");
  });
});
