/**
 * Runs in Chromium's DevTools, as its own script: does in the Network panel what a reader does, and measures how long it
 * takes to be seen. What it asks of DevTools' modules is not public, and may be called otherwise in another version.
 */

/** Nothing takes that long but what has failed. */
const PATIENCE_MS = 600_000;
const LOOK_EVERY_MS = 100;

// biome-ignore lint/suspicious/noExplicitAny: DevTools' modules have no published types
type Internal = any;

const load = (path: string): Promise<Internal> => import(path);
const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

async function untilSeen(what: string, isSo: () => boolean): Promise<number> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > PATIENCE_MS)
      throw new Error(`The Network panel did not come to ${what}.`);
    await frame();
  }
  return performance.now() - begun;
}

/** The same by the clock, where each look at a list has it laid out. */
async function untilSo(what: string, isSo: () => boolean): Promise<number> {
  const begun = performance.now();
  while (!isSo()) {
    if (performance.now() - begun > PATIENCE_MS)
      throw new Error(`The Network panel did not come to ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return performance.now() - begun;
}

/** All elements below that fit, those of shadow trees included. */
function findAll(selector: string, root: Document | ShadowRoot | HTMLElement = document): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  const own = "shadowRoot" in root ? [root] : [];
  for (const { shadowRoot } of [...own, ...root.querySelectorAll("*")]) {
    if (shadowRoot !== null) found.push(...findAll(selector, shadowRoot));
  }
  return found;
}

/** Looked for once: to go through all of DevTools time and again would be what is measured. */
function keep(find: () => HTMLElement | undefined): () => HTMLElement | undefined {
  let kept: HTMLElement | undefined;
  return () => {
    if (kept === undefined || !kept.isConnected || kept.offsetHeight === 0) kept = find();
    return kept;
  };
}

/** The list of a socket's messages, where it is shown. */
const view = keep(() => findAll(".resource-chunk-view").find((it) => it.offsetHeight > 0));

function inView(selector: string): HTMLElement {
  const shown = view();
  const [found] = shown === undefined ? [] : findAll(selector, shown);
  if (found === undefined) throw new Error(`The Network panel shows no ${selector}.`);
  return found;
}

const keptScroller = keep(() => inView(".data-container"));
const scroller = () => keptScroller() as HTMLElement;
const rows = () => [...scroller().querySelectorAll<HTMLElement>("tr.data-grid-data-grid-node")];

/** How many rows the list is as high as. */
function listed(): number {
  const [row] = rows();
  return row === undefined ? 0 : Math.round(scroller().scrollHeight / row.offsetHeight);
}

/** There is a row wherever one looks. */
function isFull(): boolean {
  const { top, bottom } = scroller().getBoundingClientRect();
  const seen = rows().filter((it) => {
    const box = it.getBoundingClientRect();
    return box.bottom > top && box.top < bottom && (it.textContent ?? "") !== "";
  });
  const tall = seen.reduce((sum, it) => sum + it.offsetHeight, 0);
  return seen.length > 0 && tall >= bottom - top - 2 * (seen[0] as HTMLElement).offsetHeight;
}

/** What the panel lists of a type, as DevTools call it. */
async function request(type: string): Promise<Internal> {
  const { NetworkLog } = await load("./models/logs/logs.js");
  return NetworkLog.NetworkLog.instance()
    .requests()
    .find((it: Internal) => it.resourceType().name() === type);
}

async function socket(): Promise<Internal> {
  const found = await request("websocket");
  if (found === undefined) throw new Error("The Network panel lists no WebSocket.");
  return found;
}

/** Shows the Network panel; it then knows of requests from now on. */
async function show(): Promise<void> {
  const { ViewManager } = await load("./ui/legacy/legacy.js");
  await ViewManager.ViewManager.instance().showView("network");
}

/** Shows a tab of the socket. */
async function choose(tab: string): Promise<void> {
  const { NetworkPanel } = await load("./panels/network/network.js");
  await NetworkPanel.NetworkPanel.instance().selectAndActivateRequest(await socket(), tab);
}

/** Its Messages, from the click on: until rows are there. */
async function openMessages(): Promise<number> {
  const begun = performance.now();
  await choose("web-socket-frames");
  await untilSeen("the socket's messages", () => view() !== undefined);
  await frame();
  return performance.now() - begun;
}

/** Another tab and back: until the list has rows again. */
async function reopenMessages(): Promise<number> {
  await choose("headers-component");
  await untilSeen("the socket's headers", () => view() === undefined);
  await frame();
  const begun = performance.now();
  await choose("web-socket-frames");
  await untilSeen("the socket's messages", () => view() !== undefined && rows().length > 0 && isFull());
  return performance.now() - begun;
}

/** Waits until the list is as high as so many rows. */
async function untilListed(count: number): Promise<number> {
  return untilSo(`${count} rows`, () => listed() >= count);
}

/** Scrolls to many places by the bar: how long the slowest took until there were rows, two frames included. */
async function scroll(turns: number): Promise<number> {
  let slowest = 0;
  for (let turn = 0; turn < turns; turn += 1) {
    const begun = performance.now();
    const { scrollHeight, clientHeight } = scroller();
    scroller().scrollTop = (scrollHeight - clientHeight) * (((turn * 617) % 1000) / 1000);
    await frame();
    await frame();
    await untilSeen("the rows of a place", isFull);
    slowest = Math.max(slowest, performance.now() - begun);
  }
  return slowest;
}

/**
 * Writes into the filter, and waits until all rows in sight have the text: the panel filters all of its list in one task, so
 * the rest is there too. (The list's height is no measure of it: after some scrolling it is not that of the rows.)
 */
async function filter(text: string): Promise<number> {
  const prompt = inView("[contenteditable]");
  prompt.focus();
  const begun = performance.now();
  document.execCommand("selectAll");
  document.execCommand("insertText", false, text);
  await untilSeen(`rows with ${text} alone`, () => {
    const shown = rows();
    return shown.length > 0 && shown.every((it) => it.textContent?.includes(text) === true) && isFull();
  });
  return performance.now() - begun;
}

const benchNetwork = {
  show,
  listsSocket: async () => (await request("websocket")) !== undefined,
  listsPage: async () => (await request("document")) !== undefined,
  openMessages,
  reopenMessages,
  untilListed,
  scroll,
  filter,
  frames: async () => (await socket()).frames().length as number,
};
export type BenchNetwork = typeof benchNetwork;
Object.assign(globalThis, { benchNetwork });
