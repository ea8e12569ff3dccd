import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { watchDownloads } from "../downloads.ts";
import {
  DEFAULT_WINDOW,
  type DrivenBrowser,
  type DrivenPage,
  type DrivenPanel,
  type LaunchOptions,
} from "../driven.ts";
import { endBrowser } from "../end-browser.ts";
import { IS_VISIBLE, unwrapValue, wrapExpression } from "../expression.ts";
import type { FoundBrowser } from "../find-browser.ts";
import { createPanel, writePng } from "../panel.ts";
import { type BrowserProcess, startBrowserProcess } from "../process-tree.ts";
import type { ProfileFolder } from "../profile-folder.ts";
import { Protocol } from "../protocol.ts";
import { connectWebSocket } from "../transport.ts";
import { until } from "../until.ts";
import { captureContext, evaluateInContext } from "./bidi.ts";
import { type ChromeScope, findChromeScope } from "./chrome-scope.ts";
import { createFirefoxHands } from "./hands.ts";
import { watchLongTasks } from "./long-tasks.ts";
import {
  adoptPanelBrowser,
  captureToolbox,
  closeToolbox,
  collectGarbage,
  countContentScripts,
  discardTab,
  focusPanelBrowser,
  getExtensionOrigin,
  getTabContext,
  openPrivateWindow,
  openToolbox,
  reloadAddon,
  selectTab,
  selectTool,
  setStringPref,
  setWindowSize,
  terminateBackground,
} from "./privileged.ts";
import { prepareFirefoxProfile, readGeckoId, toDevtoolsTheme } from "./profile.ts";

/** Of an extension that its settings keep off every site nothing comes. */
const REGISTERED_WITHIN_MS = 20_000;

/** Starts Firefox with the extension as a temporary add-on and DevTools as asked for. */
export async function launchFirefox(
  browser: FoundBrowser,
  profile: ProfileFolder,
  options: LaunchOptions,
): Promise<DrivenBrowser> {
  const geckoId = options.extension === false ? null : await readGeckoId(options.extensionDir);
  await prepareFirefoxProfile(profile.dir, options, geckoId);
  const portFile = join(profile.dir, "WebDriverBiDiServer.json");
  // A killed browser leaves it behind, with a port that is no longer listened on.
  await rm(portFile, { force: true });
  const args = ["--profile", profile.dir, "--no-remote", "--new-instance", "--remote-debugging-port", "0"];
  args.push("--remote-allow-system-access");
  if (options.headless) args.push("--headless");
  const process = startBrowserProcess(browser.path, [...args, "about:blank"], false, {
    MOZ_CRASHREPORTER_DISABLE: "1",
  });
  try {
    return await drive(await connect(portFile, process));
  } catch (error) {
    await process.kill();
    await profile.dispose();
    throw new Error(`Firefox (${browser.path}) did not start. ${String(error)}\n${process.stderr()}`);
  }

  async function drive(protocol: Protocol): Promise<DrivenBrowser> {
    const { capabilities } = await protocol.request<{ capabilities: { browserVersion: string } }>(
      "session.new",
      {
        capabilities: {},
      },
    );
    const downloads = await watchDownloads(options.downloadDir);
    const firstScope = await findChromeScope(protocol, false);
    if (geckoId) {
      await protocol.request("webExtension.install", {
        extensionData: { type: "path", path: resolve(options.extensionDir) },
        "moz:allowPrivateBrowsing": options.privateWindow === true,
      });
    }
    if (options.privateWindow) await firstScope.call(openPrivateWindow);
    const scope = options.privateWindow ? await findChromeScope(protocol, true) : firstScope;
    const { width, height } = options.windowSize ?? DEFAULT_WINDOW;
    await scope.call(setWindowSize, width, height);
    const origin = geckoId ? await scope.call(getExtensionOrigin, geckoId) : null;
    /** A page that is opened before they are registered has none; settings that keep Duplex off every site leave none. */
    const untilRegistered = async (id: string): Promise<void> => {
      const count = () => scope.call(countContentScripts, id);
      await until("the extension to register its scripts", count, REGISTERED_WITHIN_MS).catch(() => {});
    };
    if (geckoId) await untilRegistered(geckoId);
    const page = createFirefoxPage(protocol, await scope.call(getTabContext), scope);
    const pid = process.child.pid ?? 0;
    let toolId: string | null = null;

    /** Of the tab that is in front; answers the panel's id. */
    const openToolboxInFront = (): Promise<string> =>
      geckoId
        ? until("the extension's panel in the toolbox", () => scope.call(openToolbox, geckoId))
        : scope.call(openToolbox, null);
    const openDevtools = async (): Promise<string> => {
      toolId ??= await openToolboxInFront();
      return toolId;
    };
    const showPanelInFront = async (id: string): Promise<DrivenPanel> => {
      if (!geckoId) throw new Error("The browser was launched without the extension.");
      await scope.call(selectTool, id);
      const context = await until("the panel's page", () => scope.call(adoptPanelBrowser, id));
      const hands = createFirefoxHands(
        protocol,
        context,
        () => scope.call(captureToolbox),
        () => scope.call(focusPanelBrowser, id),
      );
      await until("the panel to load", () => hands.evaluateRaw('document.readyState === "complete"'));
      return createPanel(hands, pid);
    };
    if (options.devtools !== false) await openDevtools();

    return {
      name: "firefox",
      version: capabilities.browserVersion,
      pid,
      extensionId: geckoId,
      extensionOrigin: origin,
      page,
      openDevtools: async () => void (await openDevtools()),
      async closeDevtools() {
        if (toolId !== null) await scope.call(closeToolbox);
        toolId = null;
      },
      showPanel: async () => showPanelInFront(await openDevtools()),
      evaluateInDevtoolsPage: null,
      watchLongTasks: () => watchLongTasks(scope),
      openFrontEnd: null,
      async showOtherPanel() {
        await openDevtools();
        await scope.call(selectTool, "webconsole");
      },
      async openExtensionPage(path) {
        // A window of its own, so that the inspected tab stays in front.
        const { context } = await protocol.request<{ context: string }>("browsingContext.create", {
          type: "window",
        });
        await protocol.request("browsingContext.navigate", {
          context,
          url: `${origin}/${path}`,
          wait: "complete",
        });
        const hands = createFirefoxHands(
          protocol,
          context,
          () => captureContext(protocol, context),
          async () => void (await protocol.request("browsingContext.activate", { context })),
        );
        return {
          ...createPanel(hands, pid),
          close: async () => void (await protocol.request("browsingContext.close", { context })),
        };
      },
      async openOtherTab(url) {
        let { context } = await protocol.request<{ context: string }>("browsingContext.create", {
          type: "tab",
          background: true,
        });
        await protocol.request("browsingContext.navigate", { context, url, wait: "complete" });
        let other = createFirefoxPage(protocol, context, scope);
        let discarded: number | null = null;
        const bringToFront = async (): Promise<void> => {
          if (discarded !== null) {
            const index = discarded;
            discarded = null;
            // BiDi knows no tab that is discarded, and knows it by another name afterwards.
            context = await until("the other tab to be loaded anew", () => scope.call(selectTab, index));
            other = createFirefoxPage(protocol, context, scope);
          }
          await other.bringToFront();
        };
        return {
          evaluate: (expression) => other.evaluate(expression),
          bringToFront,
          async discard() {
            discarded = await scope.call(discardTab, context);
          },
          async showPanel() {
            await bringToFront();
            return showPanelInFront(await openToolboxInFront());
          },
          close: async () => void (await protocol.request("browsingContext.close", { context })),
        };
      },
      async reloadExtension() {
        if (!geckoId) return;
        await scope.call(reloadAddon, geckoId);
        await untilRegistered(geckoId);
      },
      async stopBackground() {
        if (geckoId) await scope.call(terminateBackground, geckoId);
      },
      setTheme: (theme) => scope.call(setStringPref, "devtools.theme", toDevtoolsTheme(theme)),
      waitForDownload: downloads.wait,
      ...endBrowser(process, protocol, profile, "browser.close"),
    };
  }
}

/** Firefox writes down the port it chose as soon as it listens. */
async function connect(portFile: string, process: BrowserProcess): Promise<Protocol> {
  const url = await until("Firefox to listen", async () => {
    if (process.child.exitCode !== null) throw new Error(`Firefox ended with code ${process.child.exitCode}`);
    const { ws_host, ws_port } = JSON.parse(await readFile(portFile, "utf8")) as {
      ws_host: string;
      ws_port: number;
    };
    return `ws://${ws_host}:${ws_port}/session`;
  });
  return new Protocol(await connectWebSocket(url));
}

/** The inspected tab. */
function createFirefoxPage(protocol: Protocol, context: string, scope: ChromeScope): DrivenPage {
  const evaluate = async <T>(expression: string): Promise<T> =>
    unwrapValue<T>(await evaluateInContext(protocol, context, wrapExpression(expression)));
  return {
    evaluate,
    goto: async (url) =>
      void (await protocol.request("browsingContext.navigate", { context, url, wait: "complete" })),
    reload: async () =>
      void (await protocol.request("browsingContext.reload", { context, wait: "complete" })),
    url: () => evaluate<string>("location.href"),
    collectGarbage: () => scope.call(collectGarbage),
    async bringToFront() {
      await protocol.request("browsingContext.activate", { context });
      await until("the tab to be visible", () => evaluate<boolean>(IS_VISIBLE));
    },
    screenshot: async (file) => writePng(file, await captureContext(protocol, context)),
  };
}
