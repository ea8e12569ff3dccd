import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable, Writable } from "node:stream";
import { watchDownloads } from "../downloads.ts";
import type { DrivenBrowser, DrivenPanel, LaunchOptions, Theme } from "../driven.ts";
import { endBrowser } from "../end-browser.ts";
import { IS_VISIBLE, unwrapValue, wrapExpression } from "../expression.ts";
import type { FoundBrowser } from "../find-browser.ts";
import { createPanel } from "../panel.ts";
import { startBrowserProcess } from "../process-tree.ts";
import type { ProfileFolder } from "../profile-folder.ts";
import { Protocol } from "../protocol.ts";
import { createPipeTransport } from "../transport.ts";
import { until } from "../until.ts";
import { type ChromiumDevtools, openChromiumDevtools } from "./devtools.ts";
import { createChromiumPage } from "./page.ts";
import { createChromiumHands } from "./panel.ts";
import { listChromiumFlags, prepareChromiumProfile } from "./profile.ts";
import { attach, listTargets, type TargetInfo, waitForTarget } from "./targets.ts";

/** Of an extension that its settings keep off every site nothing comes. */
const REGISTERED_WITHIN_MS = 20_000;

/** All that are not in front, by the extension: CDP has no way. */
const DISCARD_OTHER_TABS = `chrome.tabs.query({ active: false })
  .then((tabs) => Promise.all(tabs.map(({ id }) => chrome.tabs.discard(id))))
  .then((tabs) => tabs.length)`;

/** Starts Chromium, or a browser made of it, with the extension loaded and DevTools as asked for. */
export async function launchChromium(
  browser: FoundBrowser,
  profile: ProfileFolder,
  options: LaunchOptions,
): Promise<DrivenBrowser> {
  await prepareChromiumProfile(profile.dir, options);
  const process = startBrowserProcess(browser.path, listChromiumFlags(profile.dir, options), true, {
    // What the machine speaks is no matter: tests know elements by their English names.
    LANGUAGE: "en_US",
  });
  const [, , , output, input] = process.child.stdio;
  const protocol = new Protocol(createPipeTransport(output as Writable, input as Readable));
  try {
    const { product } = await protocol.request<{ product: string }>("Browser.getVersion");
    return await drive(product.replace(/^.*\//, ""));
  } catch (error) {
    await process.kill();
    await profile.dispose();
    throw new Error(`Chromium (${browser.path}) did not start. ${String(error)}\n${process.stderr()}`);
  }

  async function drive(version: string): Promise<DrivenBrowser> {
    const downloads = await watchDownloads(options.downloadDir);
    const extension = options.extension === false ? null : await loadExtension(protocol, options);
    const first = await waitForTarget(
      protocol,
      "the first tab",
      (one) => one.type === "page" && !/^(chrome|devtools)/.test(one.url),
    );
    const tab = await attach(protocol, first.targetId);
    if (options.downloadDir) {
      const behavior = { behavior: "allow", downloadPath: resolve(options.downloadDir) };
      // The browser's own command reaches the first profile only; the tab's, though deprecated, an incognito one too.
      if (options.privateWindow) await tab.send("Page.setDownloadBehavior", behavior);
      else await protocol.request("Browser.setDownloadBehavior", behavior);
    }
    const page = await createChromiumPage(protocol, tab);
    const pid = process.child.pid ?? 0;
    let devtools: ChromiumDevtools | null = null;
    let wantedTheme: Theme | null = null;

    const openDevtools = async (): Promise<ChromiumDevtools> => {
      if (devtools) return devtools;
      devtools = await openChromiumDevtools(protocol, first.targetId, extension);
      if (wantedTheme) await devtools.setTheme(wantedTheme);
      return devtools;
    };
    const needExtension = (): NonNullable<typeof extension> => {
      if (!extension) throw new Error("The browser was launched without the extension.");
      return extension;
    };
    const isPanel = ({ type, url }: TargetInfo): boolean =>
      extension !== null &&
      type === "iframe" &&
      url.startsWith(extension.origin) &&
      !url.startsWith(`${extension.origin}/${extension.devtoolsPage}`);
    /** Shows the panel in these DevTools, and waits until it is there. */
    const showPanelIn = async (
      { showView, target: frontEnd }: ChromiumDevtools,
      fits: (target: TargetInfo) => boolean = isPanel,
    ): Promise<DrivenPanel> => {
      await showView(needExtension().origin);
      const panel = await waitForTarget(protocol, "the panel's page", fits);
      const target = await attach(protocol, panel.targetId);
      await until("the panel to load", () => target.evaluateRaw('document.readyState === "complete"'));
      return createPanel(createChromiumHands(target, frontEnd), pid);
    };
    const reachBackground = async () => {
      const { origin } = needExtension();
      const { targetId } = await waitForTarget(protocol, "the extension's background", (one) =>
        isBackground(one, origin),
      );
      return attach(protocol, targetId);
    };
    if (options.devtools !== false) await openDevtools();

    return {
      name: "chromium",
      version,
      pid,
      extensionId: extension?.id ?? null,
      extensionOrigin: extension?.origin ?? null,
      page,
      openDevtools: async () => void (await openDevtools()),
      async closeDevtools() {
        await devtools?.close();
        devtools = null;
        // Else the panel that is shown next could be taken for this one.
        await until("the panel to close", async () =>
          (await listTargets(protocol)).every((one) => !isPanel(one)),
        );
      },
      showPanel: async () => showPanelIn(await openDevtools()),
      watchLongTasks: null,
      async evaluateInDevtoolsPage<T>(expression: string): Promise<T> {
        const { origin, devtoolsPage } = needExtension();
        const url = `${origin}/${devtoolsPage}`;
        const { targetId } = await waitForTarget(protocol, "the devtools page", (one) =>
          one.url.startsWith(url),
        );
        return unwrapValue<T>(
          await (await attach(protocol, targetId)).evaluateRaw(wrapExpression(expression)),
        );
      },
      openFrontEnd: async () => createPanel(createChromiumHands((await openDevtools()).target), pid),
      showOtherPanel: async () => (await openDevtools()).showView("console"),
      async openExtensionPage(path) {
        const { targetId } = await protocol.request<{ targetId: string }>("Target.createTarget", {
          url: `${needExtension().origin}/${path}`,
          // A window of its own, so that the inspected tab stays in front.
          newWindow: true,
        });
        const target = await attach(protocol, targetId);
        await until(`${path} to load`, () =>
          target.evaluateRaw('document.readyState === "complete" && location.href !== "about:blank"'),
        );
        return {
          ...createPanel(createChromiumHands(target), pid),
          close: async () => void (await protocol.request("Target.closeTarget", { targetId })),
        };
      },
      async openOtherTab(url) {
        let { targetId } = await protocol.request<{ targetId: string }>("Target.createTarget", {
          url,
          background: true,
        });
        let target = await attach(protocol, targetId);
        await until(`${url} to load`, () =>
          target.evaluateRaw('document.readyState === "complete" && location.href !== "about:blank"'),
        );
        const evaluate = async <T>(expression: string): Promise<T> =>
          unwrapValue<T>(await target.evaluateRaw(wrapExpression(expression)));
        return {
          evaluate,
          async bringToFront() {
            await target.send("Page.bringToFront");
            await until("the other tab to be visible", () => evaluate<boolean>(IS_VISIBLE));
          },
          async discard() {
            // A tab that was discarded is another one to CDP.
            const before = (await listTargets(protocol)).map((one) => one.targetId);
            await (await reachBackground()).evaluateRaw(DISCARD_OTHER_TABS);
            const after = await waitForTarget(
              protocol,
              "the discarded tab",
              (one) => one.type === "page" && one.url === url && !before.includes(one.targetId),
            );
            ({ targetId } = after);
            target = await attach(protocol, targetId);
          },
          async showPanel() {
            await target.send("Page.bringToFront");
            const others = (await listTargets(protocol)).filter(isPanel).map((one) => one.targetId);
            const own = await openChromiumDevtools(protocol, targetId, needExtension());
            return showPanelIn(own, (one) => isPanel(one) && !others.includes(one.targetId));
          },
          close: async () => void (await protocol.request("Target.closeTarget", { targetId })),
        };
      },
      async reloadExtension() {
        needExtension();
        await loadExtension(protocol, options);
      },
      async stopBackground() {
        const { origin } = needExtension();
        const workers = (await listTargets(protocol)).filter((one) => isBackground(one, origin));
        for (const worker of workers) {
          await protocol.request("Target.closeTarget", { targetId: worker.targetId });
          await until("the service worker to stop", async () =>
            (await listTargets(protocol)).every((one) => one.targetId !== worker.targetId),
          );
        }
      },
      async setTheme(theme) {
        wantedTheme = theme;
        await devtools?.setTheme(theme);
      },
      waitForDownload: downloads.wait,
      ...endBrowser(process, protocol, profile, "Browser.close"),
    };
  }
}

/** Loads the unpacked extension; also Google Chrome, which ignores `--load-extension`, takes it this way. */
async function loadExtension(
  protocol: Protocol,
  options: LaunchOptions,
): Promise<{ id: string; origin: string; devtoolsPage: string }> {
  const path = resolve(options.extensionDir);
  const before = (await listTargets(protocol)).filter(({ type }) => type === "service_worker");
  const { id } = await protocol.request<{ id: string }>("Extensions.loadUnpacked", {
    path,
    ...(options.privateWindow ? { enableInIncognito: true } : {}),
  });
  const manifest = JSON.parse(await readFile(join(path, "manifest.json"), "utf8")) as {
    devtools_page?: string;
  };
  const origin = `chrome-extension://${id}`;
  await untilRegistered(protocol, origin, before);
  return {
    id,
    origin,
    devtoolsPage: (manifest.devtools_page ?? "").replace(/^\//, ""),
  };
}

function isBackground({ type, url }: TargetInfo, origin: string): boolean {
  return type === "service_worker" && url.startsWith(`${origin}/`);
}

/**
 * Waits until the extension has registered its scripts, which it does at its installation: a page that is opened earlier
 * has none. Settings that keep it off every site make it register none. `before` are the backgrounds that a reload ends:
 * they are there for a moment longer, and what they say of registrations is no longer so.
 */
async function untilRegistered(
  protocol: Protocol,
  origin: string,
  before: readonly TargetInfo[],
): Promise<void> {
  const find = () =>
    waitForTarget(
      protocol,
      "the extension's background",
      (one) => isBackground(one, origin) && !before.some(({ targetId }) => targetId === one.targetId),
    );
  await find();
  await until(
    "the extension to register its scripts",
    async () => countRegistered(protocol, (await find()).targetId),
    REGISTERED_WITHIN_MS,
  ).catch(() => {});
}

async function countRegistered(protocol: Protocol, targetId: string): Promise<unknown> {
  const { sessionId, evaluateRaw } = await attach(protocol, targetId);
  try {
    return await evaluateRaw("chrome.scripting.getRegisteredContentScripts().then(({ length }) => length)");
  } finally {
    // Where the target is gone, so is the session.
    await protocol.request("Target.detachFromTarget", { sessionId }).catch(() => {});
  }
}
