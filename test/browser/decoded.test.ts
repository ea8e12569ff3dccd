import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear } from "../../tooling/panel-actions.ts";
import { type ModelServer, startModelServer } from "./support/model-server.ts";
import { type SocketIoServer, startSocketIoServer } from "./support/socket-io-server.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** The rows of the list as they are to be read: chips and text, without marks and requests. */
const DATA = `[...document.querySelectorAll(".row.is-message .cell-data")].map((it) => it.textContent.trim())`;
/** Heartbeats go on: at its end the list soon shows nothing else. */
const TO_TOP = `document.querySelector(".grid") !== null && ((document.querySelector(".grid").scrollTop = 0), true)`;
const DECODED = `document.querySelector(".decoded[aria-busy=false]")?.innerText ?? ""`;

/** Of the schema below: "ABC", 1.5, BUY. */
const PRICE = Uint8Array.from(Buffer.from("0a0341424311000000000000f83f1801", "hex"));
const SCHEMA = `syntax = "proto3";
package shop;
message Price { string symbol = 1; double value = 2; Side side = 3; }
enum Side { ANY = 0; BUY = 1; }
`;

describe.each(BROWSERS)("%s: what messages mean", (name) => {
  let server: SocketIoServer;
  let model: ModelServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    server = await startSocketIoServer();
    model = await startModelServer([PRICE, PRICE, PRICE]);
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(server.url);
    await started.browser.page.evaluate("connected");
    server.emit("price", { symbol: "ABC", at: 3 });
    expect(await started.browser.page.evaluate(`ask("hello").then((it) => it.echo)`)).toBe("hello");
    server.emit("photo", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  });
  afterAll(async () => {
    await started?.stop();
    await server?.close();
    await model?.close();
  });

  /** What is said of the connection's protocol, beside its rows. */
  const PROTOCOL = `document.querySelector("section[aria-label=Protocol]")?.innerText ?? ""`;
  async function showConnection(): Promise<void> {
    if (await panel.evaluate<boolean>(`${PROTOCOL} !== ""`)) return;
    if (await panel.evaluate<boolean>(`document.querySelector(".detail") !== null`))
      await panel.click({ role: "button", name: "Close the detail pane" });
    await panel.waitFor(`document.querySelector(".connection-speaks") !== null`);
    await panel.evaluate(`document.querySelector(".connection-speaks").closest("[role=option]").click()`);
    await panel.waitFor(`${PROTOCOL} !== ""`);
  }

  /** Selects the first row whose data begins so. */
  async function selectRow(begin: string): Promise<void> {
    await panel.waitFor(
      `${TO_TOP} && (() => {
        const row = [...document.querySelectorAll(".row.is-message")].find((it) =>
          it.querySelector(".cell-data").textContent.startsWith(${JSON.stringify(begin)}));
        row?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
        return row !== undefined;
      })()`,
    );
  }

  test("rows say kind, event and values in the words of Socket.IO", async () => {
    const rows = await panel.waitFor<string[]>(
      `${TO_TOP} && (() => {
        const rows = ${DATA};
        return rows[0]?.startsWith("open") &&
          ["attachment", "ack", "event photo"].every((kind) => rows.some((it) => it.startsWith(kind))) && rows;
      })()`,
    );
    expect(rows[0]).toMatch(/^open \{"sid":/);
    expect(rows).toContain("connect");
    expect(rows).toContain('event price {"symbol":"ABC","at":3}');
    expect(rows).toContain('event ask {"text":"hello"}');
    expect(rows.some((it) => it.startsWith('ack 0 {"echo":"hello"'))).toBe(true);
    expect(rows.some((it) => it.startsWith("event photo"))).toBe(true);
    await panel.waitFor(`${TO_TOP} && ${DATA}.includes("ping") && ${DATA}.includes("pong")`);
  });

  test("heartbeats go and come back with one click, and the filter finds by what messages mean", async () => {
    await panel.click({ role: "button", name: "Hide heartbeats" });
    await panel.waitFor(`${DATA}.length > 4 && ${DATA}.every((it) => it !== "ping" && it !== "pong")`);
    await panel.click({ role: "button", name: "Hide heartbeats" });
    await panel.waitFor(`${TO_TOP} && ${DATA}.includes("ping")`);
    await panel.type("Filter", "kind:ack proto:socket.io");
    await panel.waitFor(`${DATA}.length === 1 && ${DATA}[0].startsWith("ack")`);
    await panel.click({ role: "button", name: "Clear the filter" });
    await panel.waitFor(`${DATA}.length > 4`);
  });

  test("the Decoded tab says which protocols, how sure that is, and opens what values hold", async () => {
    await selectRow("ack");
    const text = await panel.waitFor<string>(
      `(() => { const text = ${DECODED}; return /JSON[\\s\\S]*nested/.test(text) && text; })()`,
    );
    expect(text).toMatch(/Engine\.IO \d+ % → Socket\.IO \d+ %/);
    expect(text).toMatch(/\d+ of \d+ bytes, from offset 1/);
    await panel.evaluate(`document.querySelector(".decoded .tree").focus()`);
    await panel.press("Control+f");
    await panel.type({ role: "textbox", name: "Find in the message" }, "NESTED");
    // Its line, in what a text holds, and not those around it, which begin with the same.
    await panel.waitFor(`document.querySelector(".decoded .find-bar")?.innerText.includes("1 of 1")`);
    await panel.waitFor(`document.querySelector(".decoded .is-chosen mark")?.textContent === "nested"`);
    await panel.press("Escape");
    await panel.waitFor(`document.activeElement?.closest(".decoded .tree") !== null`);
    await selectRow("attachment");
    await panel.waitFor(`/PNG image/.test(${DECODED}) && /it began in/.test(${DECODED})`);
    await panel.evaluate(`document.querySelector(".decoded .link").click()`);
    await panel.waitFor(`/photo/.test(${DECODED}) && /begins here/.test(${DECODED})`);
  });

  test("the connection says what it speaks; that can be refused, pinned and forgotten", async () => {
    const item = ".connection-speaks";
    await panel.waitFor(`document.querySelector("${item}")?.textContent === "Socket.IO"`);
    await showConnection();
    await panel.waitFor(`/Engine\\.IO .* → Socket\\.IO/.test(${PROTOCOL})`);
    await panel.click({ role: "button", name: "It is not Socket.IO" });
    await panel.waitFor(`${TO_TOP} && ${DATA}.some((it) => it.startsWith('message 2["price"'))`);
    await panel.waitFor(`document.querySelector("${item}")?.textContent === "Engine.IO"`);
    await panel.waitFor(`/Not taken for Socket\\.IO/.test(${PROTOCOL})`);
    await panel.click({ role: "button", name: "Forget it" });
    await panel.waitFor(`${TO_TOP} && ${DATA}.some((it) => it.startsWith("event price"))`);
    await panel.evaluate(`(() => {
      const select = document.querySelector(".decoder-choice select");
      select.value = "none";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    })()`);
    await panel.waitFor(`${TO_TOP} && ${DATA}.some((it) => it.startsWith('42["price"'))`);
    await panel.waitFor(`/you have chosen so/.test(${PROTOCOL})`);
    await panel.click({ role: "button", name: "Forget it" });
    await panel.waitFor(`${TO_TOP} && ${DATA}.some((it) => it.startsWith("event price"))`);
  });

  test("what is decided for addresses is kept, and holds for the next connection", async () => {
    await showConnection();
    await panel.click({ role: "radio", name: "For addresses like" });
    await panel.click({ role: "button", name: "It is not Socket.IO" });
    await panel.waitFor(`document.querySelector(".connection-speaks")?.textContent === "Engine.IO"`);
    await started.browser.page.goto(server.url);
    await clear(panel);
    // Else it is among the heartbeats that follow.
    await panel.type("Filter", "again");
    await started.browser.page.evaluate(`ask("again")`);
    await panel.waitFor(
      `${TO_TOP} && ${DATA}.some((it) => it.startsWith("message") && it.includes("again"))`,
    );
  });

  const ANSWER = `document.querySelector(".answer")?.innerText ?? ""`;
  test("what a model says is put together while it comes", async () => {
    await started.browser.page.goto(model.url);
    await clear(panel);
    await panel.type("Filter", "kind:stream");
    await started.browser.page.evaluate(`ask("/v1/chat/completions")`);
    await panel.waitFor(
      `(() => {
        const item = [...document.querySelectorAll("[role=option]")].find((it) =>
          it.querySelector(".connection-speaks")?.textContent === "OpenAI chat completions");
        item?.click();
        return item !== undefined;
      })()`,
    );
    const early = await panel.waitFor<string>(
      `(() => { const text = ${ANSWER}; return text.includes("Let me lo") && text; })()`,
    );
    expect(early).toContain("still coming");
    expect(early).toContain("They ask for the weather. I need the place first.");
    expect(early).not.toContain("tokens");
    model.goOn();
    await panel.waitFor(`document.querySelector(".answer")?.dataset.state === "finished"`);
    const text = await panel.waitFor<string>(
      `(() => { const text = ${ANSWER}; return /184 in total/.test(text) && /from the request/.test(text) && text; })()`,
    );
    expect(text).toContain("model-1");
    expect(text).toContain("Let me look that up for you 🌦.");
    expect(text).toMatch(/"city": "Łódź",\s+"days": 3/);
    expect(text).toMatch(/"zone": "Europe\/Warsaw"/);
    expect(text).toMatch(/finished: tool_calls/);
    expect(text).toMatch(/\d tokens\/s \(64 by the server’s count/);
    expect(text).toMatch(/120 in · 64 out · 20 of reasoning · 184 in total/);
    // The row's own tabs have it, too.
    await panel.waitFor(`document.querySelectorAll(".row.is-message").length > 5`);
    await selectRow("text");
    await panel.waitFor(`document.querySelector(".detail-header strong") !== null`);
    await panel.click({ role: "tab", name: "Answer" });
    await panel.waitFor(`/184 in total/.test(${ANSWER})`);
  });

  test("with their schema messages of Protocol Buffers have names; a file that cannot be read says where", async () => {
    const dialog = `document.querySelector("dialog[aria-label='Protobuf schemas']")`;
    const open = (file: string, text: string) => `(() => {
      const input = document.querySelector("dialog input[aria-label='Schema files']") ?? document.querySelector("input[aria-label='Schema files']");
      if (input === null) return false;
      const transfer = new DataTransfer();
      transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(file)}));
      input.files = transfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    })()`;
    await panel.click({ role: "button", name: "Close the detail pane" });
    await panel.waitFor(`document.querySelector("section[aria-label=Detail]") === null`);
    await started.browser.page.evaluate(`ask("/prices")`);
    await panel.waitFor(
      `(() => {
        const item = [...document.querySelectorAll("[role=option]")].find((it) =>
          it.querySelector(".connection-speaks")?.textContent === "Protocol Buffers");
        item?.click();
        return item !== undefined && document.querySelector(".schema-offer") !== null;
      })()`,
    );
    await panel.waitFor(open("broken.proto", "message Price {\n  string symbol 1;\n}"));
    await panel.waitFor(`/broken\\.proto line 2: = is missing before 1/.test(${dialog}?.innerText)`);
    await panel.waitFor(open("prices.proto", SCHEMA));
    await panel.waitFor(`/prices\\.proto/.test(${dialog}.querySelector(".schema-list")?.innerText)`);
    await panel.waitFor(`${dialog}.querySelector("[role=alert]") === null`);
    await panel.evaluate(`${dialog}.querySelector("button[aria-label=Close]").click()`);
    await panel.waitFor(`${dialog} === null`);
    await panel.waitFor(
      `(() => {
        const select = document.querySelector(".schema-choice select");
        if (![...(select?.options ?? [])].some((it) => it.value === "shop.Price")) return false;
        select.value = "shop.Price";
        select.dispatchEvent(new Event("change", { bubbles: true }));
        return true;
      })()`,
    );
    await panel.waitFor(
      `${DATA}.filter((it) => it.endsWith('Price symbol: "ABC", value: 1.5, side: BUY')).length === 3`,
    );
    await selectRow("protobuf Price");
    await panel.waitFor(`/symbol[\\s\\S]*"ABC"[\\s\\S]*side[\\s\\S]*BUY/.test(${DECODED})`);
  });

  test("parts of a multipart answer are messages as they come, a streamed array's elements when it has ended", async () => {
    await started.browser.page.goto(model.url);
    await clear(panel);
    const query = JSON.stringify({ query: "query Q { hello fast { ... @defer { b } } }" });
    await started.browser.page.evaluate(`ask("/graphql", ${JSON.stringify(query)})`);
    await panel.waitFor(`${DATA}.includes('data {"hello":"world"}')`);
    expect(await panel.evaluate<string[]>(DATA)).toEqual(['data {"hello":"world"}']);
    model.goOn();
    await panel.waitFor(`${DATA}.some((it) => it.startsWith('increment [{"data":{"b":"later"}'))`);
    // The browser tells of the request when it has ended.
    await panel.waitFor(`${DATA}.some((it) => it.startsWith("query Q"))`);
    await clear(panel);
    await started.browser.page.evaluate(`ask("/v1beta/models/m:streamGenerateContent")`);
    await panel.waitFor(`${DATA}.join("|") === "text Good|text morning"`);
  });
});
