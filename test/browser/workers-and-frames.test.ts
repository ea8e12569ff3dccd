import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { quiet } from "../../tooling/panel-actions.ts";
import { type NetworkSite, startNetworkSite } from "./support/network-site.ts";
import { sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

describe.each(BROWSERS)("%s: sockets of workers and of frames", (name) => {
  let site: NetworkSite;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    site = await startNetworkSite();
    // Tall enough for all groups: the list draws what is on the screen.
    started = await startBrowser(name, { windowSize: { width: 1280, height: 1800 } });
    panel = await started.browser.showPanel();
  });
  afterAll(async () => {
    await started?.stop();
    await site?.close();
  });
  beforeEach(async () => {
    await started.browser.page.goto(site.origin);
    await quiet(panel);
    await panel.click({ role: "button", name: "Clear" });
  });

  const page = <T>(expression: string) => started.browser.page.evaluate<T>(expression);
  const groups = () =>
    panel.evaluate<string[]>(
      "[...document.querySelectorAll('.connection-group')].map((it) => it.innerText.replace(/\\s+/g, ' ').trim())",
    );
  const untilGroup = (text: string) =>
    panel.waitFor(
      `[...document.querySelectorAll(".connection-group")].some((it) => it.innerText.includes(${JSON.stringify(text)}))`,
      30_000,
    );

  test("a dedicated worker's socket is listed, told by the browser; the page's own is not listed twice", async () => {
    await page(`new Promise((resolve) => {
      const own = new WebSocket("${site.sockets}/own");
      own.onopen = () => own.send("from the page");
      own.onmessage = () => {
        own.close();
        window.worker = new Worker("/worker.js");
        worker.onmessage = resolve;
      };
    })`);
    await untilMessages(panel, 2);
    if (name === "chromium") {
      await panel.click({ role: "button", name: "Look for open ones" });
      await untilMessages(panel, 6);
    }
    await page("worker.postMessage('close')");
    await untilGroup("Worker, or frame without Duplex");
    if (name === "chromium") {
      await panel.waitFor(
        "[...document.querySelectorAll('.connection')].some((it) => /worker/.test(it.innerText) && /closed/.test(it.innerText))",
        20_000,
      );
    }
    const lines = await sessionLines(started.browser, panel);
    const created = lines.filter(({ type }) => type === "socket-created");
    expect(created.map(({ url }) => url)).toEqual([`${site.sockets}/own`, `${site.sockets}/worker`]);
    const worker = created[1]?.connection;
    const messages = lines.filter(({ type, connection }) => type === "message" && connection === worker);
    // Firefox tells of a worker's handshake alone, and the list says so.
    const said = await panel.evaluate<string>("document.querySelector('.unseen-note').innerText");
    if (name === "firefox") {
      expect(messages).toEqual([]);
      expect(said).toMatch(/handshakes only/);
    } else {
      expect(messages.map(({ direction, text, base64 }) => [direction, text ?? base64])).toEqual([
        ["sent", "from the worker"],
        ["sent", "AQID"],
        ["received", "from the worker"],
        ["received", "AQID"],
      ]);
      expect(
        lines.filter(({ type, connection }) => type === "socket-closed" && connection === worker),
      ).toHaveLength(1);
    }
    expect(lines.some(({ type, connection }) => type === "handshake" && connection === worker)).toBe(true);
  });

  test("every sort of frame is named for what it is", async () => {
    const script = `const s = new WebSocket("${site.sockets}/sort"); s.onopen = () => s.send("x")`;
    const html = `<script>${script}</script>`;
    await page(`(() => {
      const add = (set) => { const frame = document.createElement("iframe"); set(frame); document.body.append(frame); return frame; };
      const html = ${JSON.stringify(html)};
      add(() => {}).contentWindow.eval(${JSON.stringify(script)});
      add((it) => { it.srcdoc = html; });
      add((it) => { it.sandbox = "allow-scripts"; it.srcdoc = html; });
      add((it) => { it.src = URL.createObjectURL(new Blob([html], { type: "text/html" })); });
      add((it) => { it.src = "data:text/html," + encodeURIComponent(html); });
      add((it) => { it.src = "${site.otherOrigin}/frame.html"; });
      add((it) => { it.sandbox = "allow-scripts"; it.src = "/frame.html"; });
    })()`);
    // Each says one thing and is answered.
    await untilMessages(panel, 14);
    await quiet(panel);
    const host = site.origin.replace("http://", "");
    const other = site.otherOrigin.replace("http://", "");
    const named = (await groups()).filter((it) => !it.startsWith("HTTP requests"));
    for (const wanted of [
      `${host} about:blank frame`,
      `${host} srcdoc frame`,
      /Opaque origin.* sandboxed srcdoc frame/,
      `${host} blob: frame`,
      /Opaque origin.* data: frame/,
      `${other} frame`,
      `${host} sandboxed frame`,
    ]) {
      expect(named).toContainEqual(expect.stringMatching(wanted));
    }
    expect(named).toHaveLength(7);
  });

  test("requests are listed while sockets are busy, and told without bodies where the log is left alone", async () => {
    await page(`new Promise((resolve) => {
      window.busy = new WebSocket("${site.sockets}/busy");
      busy.onopen = resolve;
    })`);
    const flood = setInterval(() => site.flood(500), 100);
    try {
      await untilMessages(panel, 4000);
      if (name === "firefox")
        await panel.waitFor(
          "/not kept while sockets are busy/.test(document.querySelector('footer').innerText)",
        );
      await page("fetch('/data.json').then((it) => it.text())");
      await panel.waitFor(
        "[...document.querySelectorAll('.connection')].some((it) => /data\\.json/.test(it.innerText))",
        20_000,
      );
    } finally {
      clearInterval(flood);
    }
    await page("busy.close()");
    await panel.waitFor(
      "!/not kept while sockets are busy/.test(document.querySelector('footer').innerText)",
      20_000,
    );
    await page(
      "new Promise((resolve) => setTimeout(resolve, 1500)).then(() => fetch('/data.json?again')).then((it) => it.text())",
    );
    await quiet(panel);
    const told = (await sessionLines(started.browser, panel))
      .filter(({ type }) => type === "request-finished")
      .map(
        ({ entry }) =>
          entry as {
            request: { url: string };
            response: { status: number; content: { text?: string; comment?: string } };
          },
      )
      .filter(({ request }) => request.url.includes("data.json"));
    expect(told.map(({ response }) => response.status)).toEqual([200, 200]);
    if (name === "firefox") expect(told[0]?.response.content.comment).toMatch(/sockets are busy/);
    else expect(told[0]?.response.content.text).toBe("[1]");
    expect(told[1]?.response.content.text).toBe("[1]");
  });
});
