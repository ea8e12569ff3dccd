import { type Demo, startDemo } from "../../../demo/start-demo.ts";
import type { BrowserName, DrivenPanel } from "../../../tooling/browser/driven.ts";
import { quiet } from "../../../tooling/panel-actions.ts";
import { untilMessages } from "./recorded.ts";
import { type StartedBrowser, startBrowser } from "./start-browser.ts";

/** A panel to be looked at: a session of the demo's echoes is in it, and nothing changes it any more. */
export interface StillSession {
  readonly started: StartedBrowser;
  readonly panel: DrivenPanel;
  stop(): Promise<void>;
}

/** Records some messages of the demo, and leads its page away; resolves when the panel has come to rest. */
export async function startStillSession(
  name: BrowserName,
  windowSize: { readonly width: number; readonly height: number },
): Promise<StillSession> {
  const demo: Demo = await startDemo();
  let started: StartedBrowser | undefined;
  try {
    started = await startBrowser(name, { windowSize });
    const panel = await started.browser.showPanel();
    await started.browser.page.goto(demo.url);
    await started.browser.page.evaluate(`demo.echo("text", "")`);
    await untilMessages(panel, 100);
    // The session stays.
    await started.browser.page.goto(`${demo.url}empty.html`);
    await quiet(panel);
    const { stop } = started;
    return {
      started,
      panel,
      async stop() {
        await stop();
        await demo.close();
      },
    };
  } catch (error) {
    await started?.stop();
    await demo.close();
    throw error;
  }
}
