import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compareWithLedger } from "../demo/compare-with-ledger.ts";
import { readHar, readSessionFile } from "../demo/read-recording.ts";
import type { Demo } from "../demo/start-demo.ts";
import { launch } from "./browser/drive.ts";
import type { BrowserName } from "./browser/driven.ts";
import { exportSession, quiet } from "./panel-actions.ts";

interface DemoRun {
  readonly name: BrowserName;
  readonly extensionDir: string;
  readonly headless: boolean;
  readonly seconds: number;
  readonly out: string;
  readonly demo: Demo;
}

/** Records the demo site for a while, exports through the panel, and says how that compares with the ledger. */
export async function recordDemo({
  name,
  extensionDir,
  headless,
  seconds,
  out,
  demo,
}: DemoRun): Promise<boolean> {
  const browser = await launch(name, { extensionDir, headless, downloadDir: out });
  try {
    console.log(`${name} ${browser.version}, recording for ${seconds} s`);
    const panel = await browser.showPanel();
    await browser.page.goto(demo.url);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    await panel.screenshot(join(out, "panel.png"));
    await browser.page.evaluate("demo.stopAll()");
    await demo.settled();
    await quiet(panel);
    const files = { har: join(out, "session.har"), session: join(out, "session.duplex") };
    renameSync(await exportSession(browser, panel, "HAR…"), files.har);
    renameSync(await exportSession(browser, panel, "Session file…"), files.session);
    const ledger = demo.ledger();
    writeFileSync(join(out, "ledger.json"), `${JSON.stringify(ledger, null, 2)}\n`);
    const har = compareWithLedger(readHar(files.har), ledger);
    const session = compareWithLedger(readSessionFile(files.session), ledger);
    console.log(`The servers' ledger: ${har.expected} messages, ${ledger.requests.length} requests`);
    console.log(`session.har: ${har.recorded} messages, ${har.differences.length} differences`);
    console.log(`session.duplex: ${session.recorded} messages, ${session.differences.length} differences`);
    for (const difference of [...har.differences, ...session.differences].slice(0, 20))
      console.log(`  ${difference}`);
    console.log(`All of it is in ${out}`);
    return har.differences.length + session.differences.length === 0;
  } finally {
    await browser.close();
  }
}
