import type { Theme } from "../driven.ts";
import type { Protocol } from "../protocol.ts";
import { until } from "../until.ts";
import { DEVTOOLS_THEME } from "./profile.ts";
import { type AttachedTarget, attach, listTargets, type TargetInfo, waitForTarget } from "./targets.ts";

/** The DevTools of one tab, driven through its own front end. */
export interface ChromiumDevtools {
  target: AttachedTarget;
  /** Shows a view by the start of its id: `console`, `chrome-extension://…`. */
  showView(prefix: string): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  close(): Promise<void>;
}

const isDevtools = (target: TargetInfo): boolean =>
  target.type === "page" && target.url.startsWith("devtools://");

/** Opens DevTools for a tab and resolves when its front end runs and the extension, if there is one, is in it. */
export async function openChromiumDevtools(
  protocol: Protocol,
  pageTargetId: string,
  extension: { origin: string; devtoolsPage: string } | null,
): Promise<ChromiumDevtools> {
  const { targetId } = await protocol.request<{ targetId: string }>("Target.openDevTools", {
    targetId: pageTargetId,
    panelId: "console",
  });
  const target = await attach(protocol, targetId);
  const run = <T>(body: string): Promise<T> =>
    target.evaluateRaw(`(async () => { ${body} })()`) as Promise<T>;

  await until("DevTools to start", () =>
    run(`const UI = await import("./ui/legacy/legacy.js");
      return document.readyState === "complete" && Boolean(UI.InspectorView.InspectorView.instance())
        && UI.ViewManager.ViewManager.instance().views.has("console");`),
  );
  const showView = async (prefix: string): Promise<void> => {
    await until(`DevTools to show its view ${prefix}`, () =>
      run(`const UI = await import("./ui/legacy/legacy.js");
        const manager = UI.ViewManager.ViewManager.instance();
        const id = [...manager.views.keys()].find((key) => key.startsWith(${JSON.stringify(prefix)}));
        if (id) await manager.showView(id);
        return Boolean(id);`),
    );
  };
  if (extension) {
    const url = `${extension.origin}/${extension.devtoolsPage}`;
    await waitForTarget(protocol, "the extension's devtools page", (one) => one.url.startsWith(url));
    await until("the extension's panel in DevTools", () =>
      run(`const UI = await import("./ui/legacy/legacy.js");
        return [...UI.ViewManager.ViewManager.instance().views.keys()].some((key) => key.startsWith("${extension.origin}"));`),
    );
  }
  return {
    target,
    showView,
    async setTheme(theme) {
      await run(`const Common = await import("./core/common/common.js");
        Common.Settings.Settings.instance().moduleSetting("ui-theme").set("${DEVTOOLS_THEME[theme]}");`);
    },
    async close() {
      await protocol.request("Target.closeTarget", { targetId });
      await until("DevTools to close", async () => !(await listTargets(protocol)).some(isDevtools));
    },
  };
}
