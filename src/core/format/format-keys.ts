import { type PlainKey, say } from "../text/say.ts";

/** Keys that have another name on the keyboards of another language. */
const NAMES: Readonly<Record<string, PlainKey>> = {
  Ctrl: "keyCtrl",
  Shift: "keyShift",
  Enter: "keyEnter",
  Delete: "keyDelete",
  Home: "keyHome",
  End: "keyEnd",
  "Page Up": "keyPageUp",
  "Page Down": "keyPageDown",
  Space: "keySpace",
  Menu: "keyMenu",
  click: "keyClick",
  Arrows: "keyArrows",
  with: "keyWith",
};

/** What is pressed, as it stands on the reader's keyboard: `Ctrl+Home`. */
export function formatKeys(keys: string): string {
  return keys.replace(/Page Up|Page Down|[A-Za-z]+/g, (name) => {
    const key = NAMES[name];
    return key === undefined ? name : say(key);
  });
}
