import { writeFile } from "node:fs/promises";
import type { AccessibleElement, DrivenPanel } from "./driven.ts";
import { toCall, unwrapValue, wrapExpression } from "./expression.ts";
import { findKey, type KeyPress, parseKeyPress } from "./keys.ts";
import { LOCATE_TIMEOUT_MS, type Located, locateElement } from "./locate.ts";
import { PATIENCE_MS } from "./until.ts";

/** What a browser has to be able to do with a page of the extension; the rest is the same in both. */
export interface PanelHands {
  /** Evaluates, awaits and returns a string by value. */
  evaluateRaw(expression: string): Promise<unknown>;
  /** A press and release of the main button, in the panel's own CSS pixels. */
  clickAt(point: Located): Promise<void>;
  pressKey(press: KeyPress): Promise<void>;
  /** Gives the document the focus among all there are in the browser's window. */
  focusDocument(): Promise<void>;
  /** PNG, base64. */
  capturePanel(): Promise<string>;
  captureDevtools(): Promise<string>;
  heapBytes(): Promise<number | null>;
}

/** How much of a last value an error quotes. */
const QUOTED_CHARACTERS = 500;

/** The handle that tests and the demo use, over what one browser can do. */
export function createPanel(hands: PanelHands, pid: number): DrivenPanel {
  const evaluate = async <T>(expression: string): Promise<T> =>
    unwrapValue<T>(await hands.evaluateRaw(wrapExpression(expression)));

  const click = async (element: string | AccessibleElement): Promise<void> => {
    const wanted = typeof element === "string" ? { name: element } : element;
    await hands.clickAt(await evaluate<Located>(toCall(locateElement, wanted, LOCATE_TIMEOUT_MS)));
  };

  return {
    pid,
    evaluate,
    waitFor: (expression, timeoutMs = PATIENCE_MS) => evaluate(toWaiting(expression, timeoutMs)),
    click,
    async type(element, text) {
      await click(element);
      await evaluate("document.activeElement?.select?.()");
      if (text === "") await hands.pressKey({ ...findKey("Delete"), modifiers: [] });
      for (const character of text) {
        await hands.pressKey({ ...findKey(character === "\n" ? "Enter" : character), modifiers: [] });
      }
    },
    focus: hands.focusDocument,
    press: (key) => hands.pressKey(parseKeyPress(key)),
    screenshot: async (file) => writePng(file, await hands.capturePanel()),
    screenshotDevtools: async (file) => writePng(file, await hands.captureDevtools()),
    heapBytes: hands.heapBytes,
  };
}

/** Writes a screenshot as the protocols give it. */
export async function writePng(file: string, base64: string): Promise<void> {
  await writeFile(file, Buffer.from(base64, "base64"));
}

/**
 * The expression asked in a loop on the panel's side, so that no round trip lies between a change and its being
 * seen. It looks every 20 ms rather than every frame, since a hidden panel draws none.
 */
export function toWaiting(expression: string, timeoutMs: number): string {
  const bare = expression.trim().replace(/;+$/, "");
  return `(async () => {
  const end = Date.now() + ${timeoutMs};
  for (;;) {
    let last, failure;
    try {
      last = await (
${bare}
      );
      if (last) return last;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end) {
      let text;
      try { text = failure ? String(failure) : String(JSON.stringify(last)); } catch { text = String(last); }
      throw new Error("Waited ${timeoutMs / 1000} s in the panel for: " + ${JSON.stringify(bare)} + " (last: " + text.slice(0, ${QUOTED_CHARACTERS}) + ")");
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
})()`;
}
