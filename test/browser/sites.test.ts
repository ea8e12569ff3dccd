import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BrowserName, DrivenBrowser, DrivenPanel } from "../../tooling/browser/driven.ts";
import { clear, quiet } from "../../tooling/panel-actions.ts";
import { PATIENTLY, sessionLines, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";
import { type PageServer, startPageServer } from "./support/start-page-server.ts";

/** A frame's script: it says its name over a socket, and tells the page around it when the echo has come. */
const SAYS = (name: string, port: number) => `<script>
  const constructor = WebSocket;
  const socket = new WebSocket("ws://127.0.0.1:${port}/?frame=${name}");
  socket.onopen = () => socket.send("${name}");
  socket.onmessage = () => top.postMessage("${name}", "*");
</script>`;
const FRAMES = ["page", "same", "srcdoc", "sandboxed", "data", "blob", "blank", "other"];

const PAGES = (port: number): Record<string, string> => {
  const quoted = (name: string) => SAYS(name, port).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const inScript = (name: string) => JSON.stringify(SAYS(name, port)).replaceAll("</", "<\\/");
  return {
    "/": `<!doctype html><script>
        window.heard = [];
        addEventListener("message", ({ data }) => heard.push(data));
      </script>${SAYS("page", port)}<body>
      <iframe src="/same"></iframe>
      <iframe srcdoc="${quoted("srcdoc")}"></iframe>
      <iframe sandbox="allow-scripts" srcdoc="${quoted("sandboxed")}"></iframe>
      <iframe src="data:text/html,${encodeURIComponent(SAYS("data", port))}"></iframe>
      <iframe src="http://localhost:${port}/other"></iframe>
      <script>
        const blob = document.createElement("iframe");
        blob.src = URL.createObjectURL(new Blob([${inScript("blob")}], { type: "text/html" }));
        const blank = document.createElement("iframe");
        document.body.append(blob, blank);
        blank.contentDocument.write(${inScript("blank")});
        blank.contentDocument.close();
      </script>`,
    "/same": SAYS("same", port),
    "/other": SAYS("other", port),
    "/empty": "<!doctype html>",
  };
};

describe.each(BROWSERS)("%s: sites that Duplex is off on", (name) => {
  let server: PageServer;
  let profileDir: string;
  let started: StartedBrowser;

  beforeAll(async () => {
    server = await startPageServer(PAGES);
    profileDir = mkdtempSync(join(tmpdir(), "duplex-profile-"));
  });
  afterEach(async () => {
    await started?.stop();
  });
  afterAll(async () => {
    await server?.close();
    rmSync(profileDir, { recursive: true, force: true });
  });

  /** Loads the page with its frames, lets each say its name, and answers whose words were recorded. */
  async function recordedFrames(browser: DrivenBrowser, panel: DrivenPanel): Promise<string[]> {
    // Clear takes over the sockets that are open.
    await browser.page.goto("about:blank");
    await quiet(panel);
    await clear(panel);
    await browser.page.goto(`http://127.0.0.1:${server.port}/`);
    await browser.page.evaluate(`new Promise((resolve) => {
      const look = () => (heard.length === ${FRAMES.length} ? resolve(true) : setTimeout(look, 20));
      look();
    })`);
    const lines = await sessionLines(browser, panel);
    const named = lines.flatMap(({ url }) => /\?frame=(\w+)/.exec(String(url))?.[1] ?? []);
    return [...new Set(named)].sort();
  }

  /** Browsers tell their other processes a moment later what is registered: until then a page is loaded again. */
  async function untilFrames(browser: DrivenBrowser, panel: DrivenPanel, frames: string[]): Promise<void> {
    await expect.poll(() => recordedFrames(browser, panel), PATIENTLY).toEqual([...frames].sort());
  }

  /** Whether the page finds anything of Duplex: what it sees of `WebSocket`, and an answer to what the hook listens to. */
  async function traces(browser: DrivenBrowser): Promise<unknown> {
    return browser.page.evaluate(`(() => {
      let link = null;
      document.addEventListener("load", (event) => { link ??= event.submitter ?? null; });
      document.dispatchEvent(new Event("load"));
      let stack = "";
      try { new WebSocket("http://["); } catch (error) { stack = error.stack; }
      return {
        link,
        stack: /extension|hook/.test(stack),
        name: Function.prototype.toString.call(WebSocket).replace(/\\s+/g, " "),
        same: WebSocket === constructor && WebSocket.prototype.constructor === constructor,
      };
    })()`);
  }
  const NO_TRACES = {
    link: null,
    stack: false,
    name: "function WebSocket() { [native code] }",
    same: true,
  };

  /** What is registered, as a page of the extension reads it. */
  async function registered(browser: DrivenBrowser): Promise<string> {
    const page = await browser.openExtensionPage("panel.html");
    const scripts = await page.evaluate<unknown>(
      "(globalThis.browser ?? chrome).scripting.getRegisteredContentScripts()",
    );
    await page.close();
    return JSON.stringify(scripts);
  }

  async function untilRegistered(browser: DrivenBrowser, pattern: string, is = true): Promise<void> {
    await expect.poll(async () => (await registered(browser)).includes(pattern), PATIENTLY).toBe(is);
  }

  const siteName = (browserName: BrowserName) =>
    browserName === "chromium" ? `127.0.0.1:${server.port}` : "127.0.0.1";

  test("a page that was there before DevTools is known by its site", async () => {
    started = await startBrowser(name, { devtools: false });
    const { browser } = started;
    await browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    const panel = await browser.showPanel();
    await panel.waitFor(`/ on 127\\.0\\.0\\.1/.test(document.querySelector(".site-state")?.textContent)`);
  });

  test("off by the status line, on again by the first screen; frames go by their own origin", async () => {
    started = await startBrowser(name);
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    await untilFrames(browser, panel, FRAMES);
    await panel.click({ role: "button", name: "Off on this site" });
    await panel.waitFor(`document.body.innerText.includes("once the page is reloaded")`);
    await untilRegistered(browser, "127.0.0.1");
    await untilFrames(browser, panel, ["other"]);
    expect(await traces(browser)).toEqual(NO_TRACES);
    await panel.waitFor(`document.querySelector("footer").innerText.includes("off on ${siteName(name)}")`);

    await browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    // Clear takes over the sockets that are open: that one of the page before has ended may be told after it.
    await expect
      .poll(async () => {
        await clear(panel);
        await quiet(panel);
        return panel.evaluate(`document.querySelector(".first-screen h2")?.innerText ?? ""`);
      }, PATIENTLY)
      .toBe(`Off on ${siteName(name)}`);
    await panel.click({ role: "button", name: "Turn on", nth: 0 });
    await panel.waitFor(`document.querySelector(".first-screen")?.innerText.includes("Reload the page")`);
    await untilRegistered(browser, "127.0.0.1", false);
    await untilFrames(browser, panel, FRAMES);
  });

  test("it outlives the browser, and a background that was stopped", async () => {
    started = await startBrowser(name, { profileDir });
    const before = await started.browser.showPanel();
    await started.browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    await before.click({ role: "button", name: "Off on this site" });
    await untilRegistered(started.browser, "127.0.0.1");
    await started.stop();
    started = await startBrowser(name, { profileDir });
    const { browser } = started;
    await untilRegistered(browser, "127.0.0.1");
    await browser.stopBackground();
    const panel = await browser.showPanel();
    await untilFrames(browser, panel, ["other"]);
    expect(await traces(browser)).toEqual(NO_TRACES);
    await browser.stopBackground();
    await panel.click({ role: "button", name: "Turn on", nth: 0 });
    await untilRegistered(browser, "127.0.0.1", false);
    await untilFrames(browser, panel, FRAMES);
  });

  test("only on some sites, by the settings; what is no site is refused with a sentence", async () => {
    started = await startBrowser(name);
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    await panel.click({ role: "button", name: "Settings" });
    await panel.click({ role: "radio", name: "Only on these sites" });
    await panel.type({ role: "textbox", name: "Site" }, "shop.*.example");
    await panel.click({ role: "button", name: "Add" });
    await panel.waitFor(`document.querySelector("#site-problem")?.innerText.includes("star")`);
    await panel.type({ role: "textbox", name: "Site" }, `http://localhost/other`);
    await panel.click({ role: "button", name: "Add" });
    await panel.waitFor(`document.querySelector(".site-list")?.innerText.trim() === "localhost"`);
    await panel.click({ role: "button", name: "Close" });
    await untilRegistered(browser, `"*://localhost/*"`);
    await untilFrames(browser, panel, ["other"]);
    await browser.page.goto(`http://localhost:${server.port}/other`);
    await untilMessages(panel, 4);
  });

  test("nothing of a site that is off is recorded: no request, no address", async () => {
    started = await startBrowser(name);
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`http://127.0.0.1:${server.port}/empty`);
    await panel.click({ role: "button", name: "Off on this site" });
    await untilRegistered(browser, "127.0.0.1");
    await clear(panel);
    await browser.page.goto(`http://127.0.0.1:${server.port}/empty?secret`);
    await browser.page.evaluate(`fetch("/missing?secret").then((it) => it.text())`);
    await panel.waitFor(`document.body.innerText.includes("Off on 127.0.0.1")`);
    await quiet(panel);
    await browser.page.goto(`http://localhost:${server.port}/empty`);
    await browser.page.evaluate(`fetch("/missing?known").then((it) => it.text())`);
    await expect
      .poll(async () => JSON.stringify(await sessionLines(browser, panel)), PATIENTLY)
      .toContain("known");
    expect(JSON.stringify(await sessionLines(browser, panel))).not.toContain("secret");
  });

  /** Takes the access to all sites from Duplex, as the browser's settings of extensions do. */
  async function withhold(browser: DrivenBrowser): Promise<void> {
    if (name === "firefox") {
      const page = await browser.openExtensionPage("panel.html");
      await page.evaluate(`browser.permissions.remove({ origins: ["<all_urls>"] })`);
      return page.close();
    }
    await browser.page.goto("chrome://extensions/");
    const access = { extensionId: browser.extensionId, hostAccess: "ON_CLICK" };
    await browser.page.evaluate(
      `chrome.developerPrivate.updateExtensionConfiguration(${JSON.stringify(access)})`,
    );
  }

  test.each([
    { when: "while DevTools is open", devtools: true },
    { when: "before DevTools was opened", devtools: false },
  ])(
    "where the browser withholds a site that was loaded $when, the first screen says so",
    async ({ devtools }) => {
      started = await startBrowser(name, { devtools });
      const { browser } = started;
      if (devtools) await browser.showPanel();
      await withhold(browser);
      await browser.page.goto(`http://127.0.0.1:${server.port}/`);
      const panel = await browser.showPanel();
      const screen = "document.querySelector('.first-screen')";
      await panel.waitFor(`/no access to 127\\.0\\.0\\.1/.test(${screen}?.innerText)`);
      const said = await panel.evaluate<string>(`${screen}.innerText`);
      expect(said).toContain("puzzle piece");
      expect(said).not.toContain("Waiting");
      await panel.waitFor(`document.querySelector(".site-state").innerText.includes("no access")`);
    },
  );
});
