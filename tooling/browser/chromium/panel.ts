import { toCall } from "../expression.ts";
import { isWriting, type Key, type KeyPress, MODIFIER_BITS } from "../keys.ts";
import type { PanelHands } from "../panel.ts";
import type { AttachedTarget } from "./targets.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * A page of the extension. In DevTools it is a frame of its own process: evaluating and input go straight to it,
 * but only the DevTools window around it (`frameOf`) can be photographed. Of that, the inspected page's place is left out.
 */
export function createChromiumHands(target: AttachedTarget, frameOf?: AttachedTarget): PanelHands {
  const capture = async (from: AttachedTarget, clip?: Box): Promise<string> => {
    const params = clip ? { format: "png", clip: { ...clip, scale: 1 } } : { format: "png" };
    return (await from.send<{ data: string }>("Page.captureScreenshot", params)).data;
  };
  const sendKey = async (type: "keyDown" | "keyUp", key: Key, modifiers: number): Promise<void> => {
    const writes = type === "keyDown" && isWriting(key, modifiers);
    await target.send("Input.dispatchKeyEvent", {
      type: type === "keyDown" && !writes ? "rawKeyDown" : type,
      key: key.key,
      code: key.code,
      windowsVirtualKeyCode: key.keyCode,
      modifiers,
      ...(writes ? { text: key.text } : {}),
    });
  };
  return {
    evaluateRaw: target.evaluateRaw,
    async clickAt({ x, y }) {
      const at = { x, y, button: "left", clickCount: 1 };
      await target.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
      await target.send("Input.dispatchMouseEvent", { type: "mousePressed", buttons: 1, ...at });
      await target.send("Input.dispatchMouseEvent", { type: "mouseReleased", buttons: 0, ...at });
    },
    async pressKey(press: KeyPress) {
      let bits = 0;
      for (const modifier of press.modifiers) {
        bits |= MODIFIER_BITS[modifier.key] ?? 0;
        await sendKey("keyDown", modifier, bits);
      }
      await sendKey("keyDown", press, bits);
      await sendKey("keyUp", press, bits);
      for (const modifier of [...press.modifiers].reverse()) {
        bits &= ~(MODIFIER_BITS[modifier.key] ?? 0);
        await sendKey("keyUp", modifier, bits);
      }
    },
    // Keys that are sent to a page are taken as if it had the focus.
    async focusDocument() {},
    async capturePanel() {
      if (!frameOf) return capture(target);
      const url = String(await target.evaluateRaw("location.href"));
      const box = JSON.parse(String(await frameOf.evaluateRaw(toCall(findFrameBox, url)))) as Box;
      return capture(frameOf, box);
    },
    async captureDevtools() {
      if (!frameOf) return capture(target);
      const box = await frameOf.evaluateRaw(`(async () => {
        const UI = await import("./ui/legacy/legacy.js");
        const { x, y, width, height } = UI.InspectorView.InspectorView.instance().element.getBoundingClientRect();
        return JSON.stringify({ x, y, width, height });
      })()`);
      return capture(frameOf, JSON.parse(String(box)) as Box);
    },
    async heapBytes() {
      await target.send("HeapProfiler.collectGarbage");
      const usage = await target.send<HeapUsage>("Runtime.getHeapUsage");
      return usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
    },
  };
}

/** CDP's Runtime.getHeapUsage, in bytes. */
interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize: number;
  backingStorageSize: number;
}

/** Runs in DevTools: where the frame of a URL is, looked for in all shadow trees. */
function findFrameBox(url: string): string {
  const page = url.replace(/[?#].*/, "");
  const search = (root: Document | ShadowRoot): HTMLIFrameElement | undefined => {
    for (const element of root.querySelectorAll("*")) {
      if (element instanceof HTMLIFrameElement && element.src.startsWith(page)) return element;
      const inner = element.shadowRoot && search(element.shadowRoot);
      if (inner) return inner;
    }
    return undefined;
  };
  const box = search(document)?.getBoundingClientRect();
  if (!box || box.width === 0) throw new Error(`DevTools does not show ${page} now.`);
  return JSON.stringify({ x: box.x, y: box.y, width: box.width, height: box.height });
}
