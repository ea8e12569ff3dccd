import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { readSessionFile } from "../../demo/read-recording.ts";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { exportSession, quiet } from "../../tooling/panel-actions.ts";
import { untilMatched } from "./support/filter-rows.ts";
import { untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

const REQUESTS = 40;
/** Under light load the times that are shown and those that the page measured differ by less, at the median. */
const MEDIAN_DIFFERENCE_MS = 1;
/** Every tenth is never answered, every seventh late, every ninth twice. */
const isLost = (n: number) => n % 10 === 3;
const isTwice = (n: number) => n % 9 === 4 && !isLost(n);
const delayOf = (n: number) => (n % 7 === 2 ? 150 : 20 + (n % 5) * 4);

/** A page with one socket that asks, and measures by itself how long answers take. */
const PAGE = `<!doctype html><title>asks</title><script>
  const own = {};
  const socket = new WebSocket(location.href.replace("http", "ws"));
  socket.onmessage = ({ data }) => {
    const { answer } = JSON.parse(data);
    if (answer) own[answer.ticket] ??= performance.now() - own["sent " + answer.ticket];
  };
  window.ask = async (count) => {
    for (let n = 0; n < count; n += 1) {
      const ticket = "t" + (n * 7919 % 1000) + "x" + n;
      own["sent " + ticket] = performance.now();
      socket.send(JSON.stringify({ do: n % 2 ? "read" : "write", ticket, n }));
      await new Promise((resolve) => setTimeout(resolve, 15 + (n * 13) % 40));
    }
  };
</script>`;

interface Analysed {
  readonly messages: readonly {
    readonly direction: string;
    readonly replyTo: number | null;
    readonly rttMs: number | null;
  }[];
  readonly roundTrips: readonly object[];
}

/** What the command line says of a file. */
async function analysed(file: string): Promise<Analysed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["dist/cli/duplex.js", "analyse", file, "--json", "--messages"],
    { maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout);
}

/** The texts of its messages, in order, by the documentation of the format. */
async function textsOf(file: string): Promise<string[]> {
  const [connection, ...others] = readSessionFile(file).filter(({ kind }) => kind === "websocket");
  expect(others).toEqual([]);
  return (connection?.messages ?? []).map(({ data }) => data as string);
}

describe.each(BROWSERS)("%s: round trips", (name) => {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(PAGE));
  const sockets = new WebSocketServer({ server });
  let started: StartedBrowser;
  let panel: DrivenPanel;
  let url = "";
  /** What the server wrote down: how often it answered which request. */
  const ledger = new Map<string, number>();
  /** How long it took itself, from the request to its first answer. */
  const tookMs = new Map<string, number>();

  beforeAll(async () => {
    sockets.on("connection", (socket) => {
      socket.on("message", (data) => {
        const { ticket, n } = JSON.parse(String(data)) as { ticket: string; n: number };
        const gotAt = performance.now();
        ledger.set(ticket, 0);
        const answer = () => {
          if (!tookMs.has(ticket)) tookMs.set(ticket, performance.now() - gotAt);
          socket.send(JSON.stringify({ answer: { ticket }, ok: true }));
          ledger.set(ticket, (ledger.get(ticket) ?? 0) + 1);
        };
        if (isLost(n)) return;
        setTimeout(answer, delayOf(n));
        if (isTwice(n)) setTimeout(answer, delayOf(n) + 5);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(url);
    await started.browser.page.evaluate(
      `new Promise((resolve) => socket.readyState === 1 ? resolve() : socket.onopen = resolve)`,
    );
    await started.browser.page.evaluate(`ask(${REQUESTS})`);
    const all = Array.from({ length: REQUESTS }, (_, n) => n);
    const answers = all.filter((n) => !isLost(n)).length + all.filter(isTwice).length;
    await untilMessages(panel, REQUESTS + answers);
  });
  afterAll(async () => {
    await started?.stop();
    for (const client of sockets.clients) client.terminate();
    server.close();
  });

  test("are learned, and counted as the server made them", async () => {
    await panel.click({ role: "tab", name: "Round trips" });
    const lost = Array.from({ length: REQUESTS }, (_, n) => n).filter(isLost).length;
    await panel.waitFor(`(() => {
      const row = document.querySelector(".round-trips tbody tr");
      const cells = row && [...row.children].map((it) => it.textContent);
      return cells?.[1] === "${REQUESTS}" && cells[2] === "${lost}" && cells;
    })()`);
    await panel.waitFor(
      `document.querySelector(".round-trips code")?.textContent === "ticket → answer.ticket"`,
    );
    const twice = Array.from({ length: REQUESTS }, (_, n) => n).filter(isTwice).length;
    await panel.waitFor(
      `document.querySelector(".round-trips")?.textContent.includes("Answered twice (${twice}) ")`,
    );
    // The clock's step is said, so that nothing finer is read out of the numbers.
    await panel.waitFor(`/clock/i.test(document.querySelector(".round-trips")?.textContent ?? "")`);
  });

  test("are in a session file as the server wrote them down, and as long as the page measured", async () => {
    await quiet(panel);
    const file = await exportSession(started.browser, panel, "Session file…");
    const { messages, roundTrips } = await analysed(file);
    const payloads = await textsOf(file);
    expect(payloads).toHaveLength(messages.length);
    const ticketOf = (index: number) => {
      const { ticket, answer } = JSON.parse(payloads[index] as string);
      return (answer?.ticket ?? ticket) as string;
    };
    const answered = new Map<string, number>();
    const firsts = new Map<string, number>();
    for (const [index, { direction, replyTo, rttMs }] of messages.entries()) {
      const ticket = ticketOf(index);
      if (direction === "sent") {
        expect(replyTo).toBeNull();
        answered.set(ticket, answered.get(ticket) ?? 0);
        continue;
      }
      expect(replyTo === null ? null : ticketOf(replyTo)).toBe(ticket);
      expect(messages[replyTo as number]?.direction).toBe("sent");
      answered.set(ticket, (answered.get(ticket) ?? 0) + 1);
      if (!firsts.has(ticket)) firsts.set(ticket, rttMs as number);
    }
    expect(answered).toEqual(ledger);
    const counts = [...ledger.values()];
    expect(roundTrips).toMatchObject([
      {
        pairedBy: "ticket → answer.ticket",
        pairs: counts.filter((it) => it > 0).length,
        answeredTwice: counts.filter((it) => it > 1).length,
      },
    ]);
    const { late } = roundTrips[0] as { late: number };
    expect(late).toBeGreaterThan(0);
    expect(await panel.evaluate(`document.querySelector(".round-trips").textContent`)).toContain(
      `Answered after a later one (${late}) `,
    );
    // The last of them may not be late yet when the file is written.
    const { unanswered, underWay } = roundTrips[0] as { unanswered: number; underWay: number };
    expect(unanswered + underWay).toBe(counts.filter((it) => it === 0).length);
    // Two clocks, of which the page's is rounded at both ends.
    for (const [ticket, ms] of firsts) expect(ms).toBeGreaterThan((tookMs.get(ticket) as number) - 2);
    const own = await started.browser.page.evaluate<Record<string, number>>("own");
    const apart = [...firsts]
      .map(([ticket, ms]) => Math.abs(ms - (own[ticket] as number)))
      .sort((a, b) => a - b);
    expect(apart[Math.floor(apart.length / 2)]).toBeLessThan(MEDIAN_DIFFERENCE_MS);
  });

  test("are drawn on the timeline's axis, with its zoom", async () => {
    const pointsInView = `(() => {
      const label = document.querySelector(".trip-scatter canvas")?.getAttribute("aria-label") ?? "";
      return Number(/\\d+/.exec(label)?.[0] ?? -1);
    })()`;
    const answered = [...ledger.values()].filter((it) => it > 0).length;
    await panel.waitFor(`${pointsInView} === ${answered}`);
    await panel.click({ role: "button", name: "Zoom in" });
    await panel.waitFor(`${pointsInView} < ${answered}`);
    await panel.evaluate(
      `[...document.querySelectorAll(".timeline-tools button")].find((it) => it.textContent === "All").click()`,
    );
    await panel.waitFor(`${pointsInView} === ${answered}`);
  });

  test("lead from a request to its reply and back, by keys too", async () => {
    await panel.click({ role: "tab", name: "Messages" });
    const first = await panel.waitFor<number>(`(() => {
      const link = document.querySelector(".cell-rtt .trip.is-request");
      link?.dispatchEvent(new MouseEvent("mousedown", { bubbles: true }));
      const row = link?.closest("[role=row]");
      return row && Number(row.querySelector(".cell-number").textContent);
    })()`);
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answered by")`);
    await panel.evaluate(`document.querySelector(".grid").focus()`);
    await panel.press("Shift+Enter");
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answers #${first}")`);
    await panel.press("Shift+Enter");
    await panel.waitFor(`document.querySelector(".detail")?.textContent.includes("Answered by")`);
  });

  test("are filtered by", async () => {
    const filter = async (text: string, rows: number) => {
      await panel.evaluate(`(() => {
        const field = document.querySelector(".filter input");
        field.focus();
        field.value = ${JSON.stringify(text)};
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      })()`);
      await untilMatched(panel, rows);
    };
    const all = Array.from({ length: REQUESTS }, (_, n) => n);
    await filter("is:unanswered", all.filter(isLost).length);
    await filter("is:underway", 0);
    await filter("dir:sent rtt>1ms", all.filter((n) => !isLost(n)).length);
    await filter("dir:sent rtt>10s", 0);
    await filter("is:reply", all.filter((n) => !isLost(n)).length + all.filter(isTwice).length);
  });

  test("that are not answered are found", async () => {
    const tab = `[...document.querySelectorAll("[role=tab]")].find((it) => /^Findings/.test(it.textContent))`;
    await panel.waitFor(`${tab} !== undefined`);
    await panel.evaluate(`${tab}.click()`);
    await panel.waitFor(`document.querySelector(".finding-card[data-rule=answered-twice]")`);
    await panel.evaluate(`document.querySelector(".finding-card .row-link").click()`);
    await panel.waitFor(
      `document.querySelector(".detail") && document.querySelector("[role=grid][aria-label=Messages]")`,
    );
  });

  test("are paired as the reader chooses by keys, one choice after the other", async () => {
    await panel.click({ role: "tab", name: "Round trips" });
    await panel.waitFor(`document.querySelector(".pairing-choice") !== null`);
    await panel.evaluate(`void (document.querySelector(".pairing-choice").open = true)`);
    const chosen = `document.querySelector(".pairing-choice select")`;
    const said = `document.querySelector(".pairing-choice summary").textContent`;
    await panel.waitFor(`${chosen}?.selectedIndex === 0 && /as learned/.test(${said})`);
    await panel.evaluate(`${chosen}.focus()`);
    await panel.press("ArrowDown");
    await panel.waitFor(`/as decided/.test(${said}) && ${chosen}.selectedIndex === 1`);
    await panel.waitFor(`document.querySelector(".round-trips") === null`);
    // The field is still the one that keys go to.
    expect(await panel.evaluate(`document.activeElement === ${chosen}`)).toBe(true);
    await panel.press("ArrowDown");
    await panel.waitFor(
      `${chosen}.selectedIndex === 2 && /Confirmed/.test(document.querySelector(".round-trips")?.textContent)`,
    );
    expect(await panel.evaluate(`document.activeElement === ${chosen}`)).toBe(true);
    await panel.press("Home");
    await panel.waitFor(`/as learned/.test(${said})`);
  });
});
