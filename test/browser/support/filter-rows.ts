import type { DrivenPanel } from "../../../tooling/browser/driven.ts";

const FIELD = { role: "combobox", name: "Filter" } as const;
const COUNT = `document.querySelector(".count[aria-busy=false]")?.textContent`;

/** Types a filter, or takes it away (""); resolves when what the panel counts is of it. */
export async function filterRows(panel: DrivenPanel, text: string): Promise<void> {
  await panel.type(FIELD, text);
  await panel.waitFor(`document.querySelector(".filter input").value === ${JSON.stringify(text)}`);
  await panel.waitFor(`${COUNT} !== undefined`);
}

/** Resolves when so many rows match the filter, and the panel still looks for no others. */
export async function untilMatched(panel: DrivenPanel, count: number): Promise<void> {
  await panel.waitFor(`${COUNT}?.startsWith("${count} of ")`);
}

/** How many rows the chosen connections and the chosen time have, once the panel has counted them. */
export async function rowsInScope(panel: DrivenPanel): Promise<number> {
  return panel.waitFor<number>(`Number(${COUNT}?.match(/of (\\d+)/)?.[1] ?? 0)`);
}
