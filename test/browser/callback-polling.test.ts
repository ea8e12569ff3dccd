import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DrivenPanel } from "../../tooling/browser/driven.ts";
import { type FayeServer, startFayeServer } from "./support/faye-server.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** The rows of the list as they are to be read, with their direction, without marks and requests. */
const DATA = `[...document.querySelectorAll(".row.is-message")].map((it) =>
  it.querySelector(".cell-direction").textContent + " " + it.querySelector(".cell-data").textContent)`;

describe.each(BROWSERS)("%s: callback polling", (name) => {
  let server: FayeServer;
  let started: StartedBrowser;
  let panel: DrivenPanel;

  beforeAll(async () => {
    server = await startFayeServer();
    started = await startBrowser(name);
    panel = await started.browser.showPanel();
    await started.browser.page.goto(server.url);
  });
  afterAll(async () => {
    // The server first: it holds requests of the page open.
    await server?.close();
    await started?.stop();
  });

  test("what scripts ask for and are answered are messages of a session", async () => {
    expect(await started.browser.page.evaluate("listening")).toBe(true);
    await server.publish("/news", { text: "by a script" });
    const rows = await panel.waitFor<string[]>(
      `(() => {
        const rows = ${DATA};
        return rows.some((it) => it.includes("by a script")) && rows;
      })()`,
    );
    // Several may be in one message.
    for (const said of ["/meta/handshake", "/meta/subscribe", "/meta/connect"]) {
      const directions = rows.filter((it) => it.includes(said)).map((it) => it[0]);
      expect(new Set(directions), rows.join("\n")).toEqual(new Set(["↑", "↓"]));
    }
    expect(rows.find((it) => it.includes("by a script"))).toMatch(/^↓/);
    expect(await panel.evaluate(`document.querySelector(".connection-speaks")?.textContent`)).toContain(
      "Bayeux",
    );
    expect(await started.browser.page.evaluate("heard.join()")).toBe("by a script");
  });
});
