/** Runs in the panel, as a page in a tab: does what a reader does, and measures how long it takes to be seen. */

const GRID = '[role="grid"][aria-label="Messages"]';
/** Nothing takes that long but what has failed. */
const PATIENCE_MS = 120_000;
const WHEEL_PX = 4000;
const LOOK_EVERY_MS = 10;
const LOOKED_AT_MS = 1500;

const find = <T extends Element>(selector: string): T => {
  const found = document.querySelector<T>(selector);
  if (found === null) throw new Error(`The panel has no ${selector}.`);
  return found;
};
const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

/** Looks at every frame, and answers after how many milliseconds it was so. */
async function untilSeen(what: string, isSo: () => boolean): Promise<number> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error(`The panel did not come to ${what}.`);
    await frame();
  }
  return performance.now() - begun;
}

/** The same by the clock: to ask for every frame has the browser draw each of them, which takes time from what is measured. */
async function untilSo(what: string, isSo: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > PATIENCE_MS) throw new Error(`The panel did not come to ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Rows on the screen that say something, by their position. */
function rowsSeen(): { index: number; text: string }[] {
  return Array.from(document.querySelectorAll<HTMLElement>(`${GRID} [id^="row-"]`), (row) => ({
    index: Number(row.id.slice("row-".length)),
    text: row.textContent ?? "",
  }));
}

/** From the click on its name until rows are there, and until all of them are counted. */
async function open(name: string): Promise<{ firstMs: number; allMs: number }> {
  const [button] = Array.from(document.querySelectorAll<HTMLElement>("button")).filter(
    (it) => it.getAttribute("aria-label") === `Open ${name}`,
  );
  if (button === undefined) throw new Error(`The panel lists no session ${name}.`);
  const begun = performance.now();
  button.click();
  await untilSeen("the session's rows", () => rowsSeen().length > 0);
  const firstMs = performance.now() - begun;
  await untilSo("all rows", () => document.querySelector(".count")?.ariaBusy === "false");
  return { firstMs, allMs: performance.now() - begun };
}

function type(text: string): void {
  const input = find<HTMLInputElement>('input[aria-label="Filter"]');
  input.focus();
  input.value = text;
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** From typing a filter until the first matching rows are seen, and until all rows have been looked at. */
async function filter(
  text: string,
  word: string,
): Promise<{ firstMs: number; allMs: number; matched: number }> {
  const count = () => document.querySelector(".count")?.textContent ?? "";
  const before = count();
  const begun = performance.now();
  type(text);
  await untilSeen("a row that matches", () => {
    const rows = rowsSeen();
    return count() !== before && rows.length > 0 && rows.every((it) => it.text.includes(word));
  });
  const firstMs = performance.now() - begun;
  await untilSo("the end of the filter", () => document.querySelector(".count")?.ariaBusy === "false");
  const allMs = performance.now() - begun;
  const matched = Number(/^[\d,]+/.exec(count())?.[0].replace(/\D/g, ""));
  type("");
  await untilSeen(
    "all rows again",
    () => document.querySelector(".count")?.ariaBusy === "false" && count() === before,
  );
  return { firstMs, allMs, matched };
}

/** The rows on the screen are those of their place: unfiltered, and after the row that tells of the connection, each says its number. */
const isSettled = () => {
  const rows = rowsSeen();
  return (
    rows.length > 0 && rows.every(({ index, text }) => index === 0 || text.includes(`"n":${index - 1},`))
  );
};

/**
 * Goes to many places, by the bar, the wheel and the keys. `waits`: how long each took until its own rows were there, two frames
 * included; `emptyMs`: the longest that there were no rows at all on the screen.
 */
async function scroll(turns: number): Promise<{ waits: number[]; emptyMs: number }> {
  const grid = find<HTMLElement>(GRID);
  const key = (name: string) =>
    grid.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const waits: number[] = [];
  let emptyMs = 0;
  let emptySince: number | null = null;
  const isThere = () => {
    const now = performance.now();
    if (rowsSeen().some(({ text }) => text !== "")) emptySince = null;
    else emptySince ??= now;
    if (emptySince !== null) emptyMs = Math.max(emptyMs, now - emptySince);
    return isSettled();
  };
  const go = async (how: () => void) => {
    const begun = performance.now();
    how();
    // The browser tells of a scroll with the next frame, and it is drawn with the one after.
    await frame();
    isThere();
    await frame();
    await untilSeen("the rows of a place", isThere);
    waits.push(performance.now() - begun);
  };
  for (let turn = 0; turn < turns; turn += 1) {
    const share = ((turn * 617) % 1000) / 1000;
    await go(() => {
      grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * (share * 0.98 + 0.01);
    });
    await go(() => {
      const event = new WheelEvent("wheel", { deltaY: WHEEL_PX, bubbles: true, cancelable: true });
      // A list that is taller than an element can be takes the wheel itself; else the browser would have scrolled.
      if (grid.dispatchEvent(event)) grid.scrollTop += WHEEL_PX;
    });
    await go(() => key("End"));
    await go(() => key("Home"));
  }
  return { waits, emptyMs };
}

/** Shows another tab of the middle pane, for as long as a reader looks at it first. */
async function showView(name: string): Promise<void> {
  const [tab] = Array.from(
    document.querySelectorAll<HTMLElement>('[aria-label="Views"] [role="tab"]'),
  ).filter((it) => it.textContent?.startsWith(name));
  if (tab === undefined) throw new Error(`The panel has no view ${name}.`);
  tab.click();
  await untilSo(`its view ${name}`, () => tab.ariaSelected === "true");
  await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_MS));
}

/** Chooses the session's connection, and all again. */
async function chooseConnection(): Promise<void> {
  for (const id of ["connection-1", "connection-all"]) {
    const option = find<HTMLElement>(`#${id}`);
    option.click();
    await untilSo("the rows of a connection", () => find(`#${id}`).ariaSelected === "true");
    await new Promise((resolve) => setTimeout(resolve, LOOKED_AT_MS));
    await untilSo("all rows", () => document.querySelector(".count")?.ariaBusy === "false");
  }
}

/** Opens a session of one large JSON, and its tree; answers after how long the tree's last member was seen. */
async function openPayload(name: string): Promise<number> {
  await open(name);
  const begun = performance.now();
  find("#row-1").dispatchEvent(new MouseEvent("mousedown", { button: 0, bubbles: true }));
  await untilSeen("the message's tabs", () => chooseTab("Tree"));
  await untilSeen("the end of its tree", () => nodes().some((it) => it.startsWith('last: "here"')));
  return performance.now() - begun;
}

/** Opens the first thousand items of the tree, which are made only then. */
async function openItems(): Promise<void> {
  const tree = find<HTMLElement>(".tree");
  tree.focus();
  for (const key of ["Home", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowRight"]) {
    tree.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    await frame();
  }
  await untilSeen("its items", () => nodes().some((it) => it.startsWith("0 … 999")));
}

/** Copies all of it; answers how many characters that is. */
async function copyPayload(): Promise<number> {
  let copied = -1;
  navigator.clipboard.writeText = async (text) => {
    copied = text.length;
  };
  const [button] = Array.from(document.querySelectorAll("button")).filter((it) => it.textContent === "Copy");
  if (button === undefined) throw new Error("The payload has no button to copy it.");
  button.click();
  await untilSo("a copy", () => copied >= 0);
  return copied;
}

const nodes = () => Array.from(document.querySelectorAll(".node"), (it) => it.textContent?.trim() ?? "");

/** Whether there is such a tab; it is chosen then. */
function chooseTab(name: string): boolean {
  const tab = Array.from(document.querySelectorAll<HTMLElement>('.detail [role="tab"]')).find(
    (it) => it.textContent === name,
  );
  tab?.click();
  return tab !== undefined;
}

const benchPanel = {
  open,
  filter,
  scroll,
  showView,
  chooseConnection,
  openPayload,
  openItems,
  copyPayload,
};
export type BenchPanel = typeof benchPanel;
Object.assign(globalThis, { benchPanel });
