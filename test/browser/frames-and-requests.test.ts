import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { type NetworkSite, startNetworkSite } from "./support/network-site.ts";
import { PATIENTLY, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

interface Entry {
  readonly request: { readonly url: string };
  readonly response: {
    readonly status: number;
    readonly headers: readonly { readonly name: string }[];
    readonly content: { readonly text?: string; readonly comment?: string };
  };
}

describe.each(BROWSERS)("%s: frames, and requests beside busy sockets", (name) => {
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
    await clear(panel);
  });

  const page = <T>(expression: string) => started.browser.page.evaluate<T>(expression);
  const groups = () =>
    panel.evaluate<string[]>(
      "[...document.querySelectorAll('.connection-group')].map((it) => it.innerText.replace(/\\s+/g, ' ').trim())",
    );

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
    const host = site.origin.replace("http://", "");
    const other = site.otherOrigin.replace("http://", "");
    const wanted = [
      `${host} about:blank frame`,
      `${host} srcdoc frame`,
      /Opaque origin.* sandboxed srcdoc frame/,
      `${host} blob: frame`,
      /Opaque origin.* data: frame/,
      `${other} frame`,
      `${host} sandboxed frame`,
    ];
    await vi.waitFor(async () => {
      const named = (await groups()).filter((it) => !it.startsWith("HTTP requests"));
      for (const one of wanted) expect(named).toContainEqual(expect.stringMatching(one));
      expect(named).toHaveLength(7);
    }, PATIENTLY);
  });

  test("requests are listed while sockets are busy, and told without bodies where the log is left alone", async () => {
    await page(`new Promise((resolve) => {
      window.busy = new WebSocket("${site.sockets}/busy");
      busy.onopen = resolve;
      let taken = 0;
      busy.onmessage = () => (taken += 1) % 1000 === 0 && busy.send("got");
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
      );
    } finally {
      clearInterval(flood);
    }
    await page("busy.close()");
    await panel.waitFor(
      "!/not kept while sockets are busy/.test(document.querySelector('footer').innerText)",
    );
    await page(
      "new Promise((resolve) => setTimeout(resolve, 1500)).then(() => fetch('/data.json?again')).then((it) => it.text())",
    );
    const told = await vi.waitFor(async () => {
      const entries = (await sessionLines(started.browser, panel))
        .filter(({ type }) => type === "request-finished")
        .map(({ entry }) => entry as Entry)
        .filter(({ request }) => request.url.includes("data.json"));
      expect(entries.map(({ response }) => response.status)).toEqual([200, 200]);
      return entries;
    }, PATIENTLY);
    if (name === "firefox") expect(told[0]?.response.content.comment).toMatch(/sockets are busy/);
    else expect(told[0]?.response.content.text).toBe("[1]");
    expect(told[1]?.response.content.text).toBe("[1]");
  });

  test.runIf(name === "firefox")(
    "the log is left alone as soon as a socket is opened that was busy before, and not where it was quiet since",
    async () => {
      const LEFT = "/not kept while sockets are busy/.test(document.querySelector('footer').innerText)";
      const open = `new Promise((resolve) => {
        window.busy = new WebSocket("${site.sockets}/busy?again");
        busy.onopen = resolve;
        let taken = 0;
        busy.onmessage = () => (taken += 1) % 1000 === 0 && busy.send("got");
      })`;
      await page(open);
      const flood = setInterval(() => site.flood(500), 100);
      await untilMessages(panel, 4000).finally(() => clearInterval(flood));
      await panel.waitFor(LEFT);
      await page("busy.close()");
      await panel.waitFor(`!${LEFT}`);

      await page(open);
      await panel.waitFor(LEFT);
      await panel.waitFor(`!${LEFT}`);
      await page("busy.close()");
    },
  );

  test("of answers with 304 each is there, whether the page asked so or the browser's cache", async () => {
    const times = 10;
    await page(`(async () => {
      const own = { cache: "no-store", headers: { "If-None-Match": '"v1"' } };
      for (let turn = 0; turn < ${times}; turn += 1) {
        await fetch("/unchanged/by-cache").then((it) => it.text());
        await fetch("/unchanged/by-page", own).then((it) => it.text());
      }
    })()`);
    await vi.waitFor(async () => {
      const entries = (await sessionLines(started.browser, panel))
        .filter(({ type }) => type === "request-finished")
        .map(({ entry }) => entry as Entry);
      const statuses = (path: string) =>
        entries.filter(({ request }) => request.url.endsWith(path)).map(({ response }) => response.status);
      // When the cache has it is the browser's affair: it may ask for all of it a second time.
      const answered = site.statuses("/unchanged/by-cache");
      expect(answered).toContain(304);
      expect(statuses("/by-cache").sort()).toEqual(answered.sort());
      expect(statuses("/by-page")).toEqual(Array<number>(times).fill(304));
      // With what the server sent, and nothing of what the cache had.
      for (const { request, response } of entries) {
        if (!request.url.includes("/unchanged")) continue;
        const own = response.headers.map((it) => it.name.toLowerCase()).filter((it) => it.startsWith("x-"));
        expect(own).toEqual([response.status === 304 ? "x-unchanged" : "x-whole"]);
      }
    }, PATIENTLY);
  });
});
