import type { DrivenPanel } from "../../../tooling/browser/driven.ts";

/** Evaluated in the panel: the messages it counts in its status line; -1 before there is one. */
const COUNT = `(() => {
  const facts = Array.from(document.querySelectorAll("footer span"), (it) => it.textContent.trim());
  const count = facts.find((it) => /^[\\d,]+ messages?$/.test(it));
  return count === undefined ? -1 : Number(count.replace(/\\D/g, ""));
})()`;

/** Evaluated in the panel: the messages that its status line calls dropped. */
const DROPPED = `(() => {
  const facts = Array.from(document.querySelectorAll("footer span"), (it) => it.textContent.trim());
  return Number(facts.find((it) => it.endsWith(" dropped")).replace(/\\D/g, ""));
})()`;

const PRESS_CLEAR = `(() => {
  const button = document.querySelector('button[aria-label="Clear"]');
  if (!button) throw new Error("The panel has no button named Clear.");
  button.click();
})()`;

/** A count that has not grown for this long grows no more: what is not there by now is lost. */
const STILL_MS = 10_000;

/** Waits until the panel counts as many messages as there were, or no more come; resolves with its count. */
export async function countRecorded(panel: DrivenPanel, expected: number): Promise<number> {
  let recorded = await panel.evaluate<number>(COUNT);
  while (recorded < expected) {
    const grew = await panel.waitFor(`${COUNT} > ${recorded}`, STILL_MS).then(
      () => true,
      () => false,
    );
    if (!grew) break;
    recorded = await panel.evaluate<number>(COUNT);
  }
  return recorded;
}

/** Presses the panel's Clear button once the engine has told it how things are, and waits until nothing is left. */
export async function clearRecorded(panel: DrivenPanel): Promise<void> {
  await panel.waitFor(`${COUNT} >= 0`);
  await panel.evaluate(PRESS_CLEAR);
  await panel.waitFor(`${COUNT} === 0`);
}

/** What the panel says to be lost. */
export function readDropped(panel: DrivenPanel): Promise<number> {
  return panel.evaluate<number>(DROPPED);
}
