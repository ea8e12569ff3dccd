import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { compareRecorded, recordedSession, untilMessages } from "./support/recorded.ts";
import { BROWSERS, type StartedBrowser, startBrowser } from "./support/start-browser.ts";

/** What the disk has left when the recording goes on; the browsers themselves need some. */
const LEFT_BYTES = 2_000_000;

/** A small disk of its own takes a mount, which takes root on Linux; elsewhere the pure parts are tested alone. */
const canMount = process.platform === "linux" && process.getuid?.() === 0;

describe.skipIf(!canMount).each(BROWSERS)("%s: a disk that is full", (name) => {
  let demo: Demo;
  let disk: string;
  let started: StartedBrowser;

  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), "duplex-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=400m", "tmpfs", disk]);
    demo = await startDemo();
    started = await startBrowser(name, { profileDir: join(disk, "profile") });
  });
  afterAll(async () => {
    await started?.stop();
    await demo?.close();
    execFileSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  test("is said in a sentence, and the recording goes on in memory, whole", async () => {
    const { browser } = started;
    const panel = await browser.showPanel();
    await browser.page.goto(`${demo.url}?run=none`);
    await browser.page.evaluate("demo.echo('text', 'before')");
    await browser.page.evaluate("demo.quietEcho()");
    await untilMessages(panel, 2);
    fill(disk);
    // Random text: browsers compress what they store.
    const noise = "Array.from({ length: 30_000 }, () => Math.random().toString(36).slice(2, 12)).join('')";
    for (let i = 0; i < 30; i += 1) await browser.page.evaluate(`demo.echo("text", ${noise})`);
    await panel.waitFor(`[...document.querySelectorAll("[role=alert]")].some(({ innerText }) =>
      /disk.*(full|used up)/is.test(innerText) && /kept in memory only/.test(innerText))`);
    await demo.settled();
    rmSync(join(disk, "filler"));
    const { differences } = await compareRecorded(() => recordedSession(browser, panel), demo);
    expect(differences).toEqual([]);
  });
});

/** Fills the disk up to what is to be left, whatever the browser writes meanwhile. */
function fill(disk: string): void {
  const free = () => {
    const { bavail, bsize } = statfsSync(disk);
    return bavail * bsize;
  };
  const filler = join(disk, "filler");
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, free() - LEFT_BYTES)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
  const lacking = LEFT_BYTES - free();
  if (lacking > 0) truncateSync(filler, Math.max(0, statSync(filler).size - lacking));
}
