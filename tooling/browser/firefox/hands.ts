import type { Key, KeyPress } from "../keys.ts";
import type { PanelHands } from "../panel.ts";
import type { Protocol } from "../protocol.ts";
import { until } from "../until.ts";
import { captureContext, evaluateInContext } from "./bidi.ts";

/** A page of the extension, in DevTools or in a tab, under the name BiDi knows it by. */
export function createFirefoxHands(
  protocol: Protocol,
  context: string,
  captureDevtools: () => Promise<string>,
  focusDocument: () => Promise<void>,
): PanelHands {
  const perform = async (source: object): Promise<void> => {
    await protocol.request("input.performActions", { context, actions: [source] });
  };
  return {
    evaluateRaw: (expression) => evaluateInContext(protocol, context, expression),
    clickAt: ({ x, y }) =>
      perform({
        type: "pointer",
        id: "mouse",
        parameters: { pointerType: "mouse" },
        actions: [
          { type: "pointerMove", x: Math.round(x), y: Math.round(y), origin: "viewport" },
          { type: "pointerDown", button: 0 },
          { type: "pointerUp", button: 0 },
        ],
      }),
    async focusDocument() {
      await focusDocument();
      await until("the panel to have the focus", () =>
        evaluateInContext(protocol, context, "document.hasFocus()"),
      );
    },
    pressKey: (press) => perform({ type: "key", id: "keyboard", actions: toKeyActions(press) }),
    capturePanel: () => captureContext(protocol, context),
    captureDevtools,
    heapBytes: async () => null,
  };
}

/** Modifiers down, the key, modifiers up again in reverse. */
export function toKeyActions(press: KeyPress): Array<{ type: string; value: string }> {
  const down = (key: Key) => ({ type: "keyDown", value: key.character });
  const up = (key: Key) => ({ type: "keyUp", value: key.character });
  return [...press.modifiers.map(down), down(press), up(press), ...[...press.modifiers].reverse().map(up)];
}
