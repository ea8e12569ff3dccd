import type { DrivenPage } from "../driven.ts";
import { IS_VISIBLE, unwrapValue, wrapExpression } from "../expression.ts";
import { writePng } from "../panel.ts";
import type { Protocol } from "../protocol.ts";
import { until } from "../until.ts";
import type { AttachedTarget } from "./targets.ts";

interface LifecycleEvent {
  name: string;
  loaderId: string;
  frameId: string;
}

/** The inspected tab. */
export async function createChromiumPage(protocol: Protocol, target: AttachedTarget): Promise<DrivenPage> {
  const mainFrame = target.targetId;
  let loaded = "";
  let loads = 0;
  protocol.listen((event) => {
    if (event.sessionId !== target.sessionId || event.method !== "Page.lifecycleEvent") return;
    const { name, loaderId, frameId } = event.params as unknown as LifecycleEvent;
    if (name !== "load" || frameId !== mainFrame) return;
    loaded = loaderId;
    loads++;
  });
  await target.send("Page.enable");
  await target.send("Page.setLifecycleEventsEnabled", { enabled: true });

  const evaluate = async <T>(expression: string): Promise<T> =>
    unwrapValue<T>(await target.evaluateRaw(wrapExpression(expression)));
  return {
    evaluate,
    async goto(url) {
      const answer = await target.send<{ loaderId?: string; errorText?: string }>("Page.navigate", { url });
      if (answer.errorText) throw new Error(`Cannot go to ${url}: ${answer.errorText}.`);
      // Without a loader it was a jump within the document.
      if (answer.loaderId) await until(`${url} to load`, () => loaded === answer.loaderId);
    },
    async reload() {
      const before = loads;
      await target.send("Page.reload");
      await until("the page to load again", () => loads > before);
    },
    url: () => evaluate<string>("location.href"),
    collectGarbage: async () => void (await target.send("HeapProfiler.collectGarbage")),
    async bringToFront() {
      await target.send("Page.bringToFront");
      await until("the page to be visible", () => evaluate<boolean>(IS_VISIBLE));
    },
    async screenshot(file) {
      const { data } = await target.send<{ data: string }>("Page.captureScreenshot", { format: "png" });
      await writePng(file, data);
    },
  };
}
