import type { Demo } from "../../../demo/start-demo.ts";
import type { DrivenBrowser, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { clear, quiet } from "../../../tooling/panel-actions.ts";
import { untilMessages } from "./recorded.ts";

/** Opens a page of the demo with one echo socket that says nothing of its own accord, and empties the list. */
export async function openQuietEcho(browser: DrivenBrowser, panel: DrivenPanel, demo: Demo): Promise<void> {
  await browser.page.goto(`${demo.url}?run=none`);
  await clear(panel);
  await browser.page.evaluate(`demo.echo("text", "first")`);
  await browser.page.evaluate("demo.quietEcho()");
  // Echoes come in order: with this one all have come that the page has asked for before.
  await browser.page.evaluate(`demo.echo("text", "last")`);
  const echo = demo.ledger().connections.findLast(({ url }) => url.includes("/echo"));
  await untilMessages(panel, echo?.messages.length ?? 2);
  await quiet(panel);
  await clear(panel);
}
