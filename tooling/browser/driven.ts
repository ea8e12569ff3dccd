export type BrowserName = "chromium" | "firefox";
export type Theme = "light" | "dark";

export const DEFAULT_WINDOW = { width: 1280, height: 900 };

/** How much of the window's height DevTools takes: the panel is what is looked at, the page must stay in sight. */
export const DEVTOOLS_SHARE = 0.6;

export interface LaunchOptions {
  /** The built extension: a folder with a manifest.json. */
  extensionDir: string;
  headless: boolean;
  /** Where `<a download>` lands, without a question. */
  downloadDir?: string;
  /** Kept between launches; otherwise a temporary profile, removed at `close`. */
  profileDir?: string;
  /** `false` starts the browser without the extension, as the control of a benchmark. */
  extension?: boolean;
  /** `false` starts with DevTools closed; `openDevtools` opens it later. */
  devtools?: boolean;
  /** The inspected tab is in a private (incognito) window, with the extension allowed there. */
  privateWindow?: boolean;
  theme?: Theme;
  windowSize?: { width: number; height: number };
}

/** An element by what a screen reader says of it. `nth` counts from 0 among equal ones. */
export interface AccessibleElement {
  name: string;
  role?: string;
  nth?: number;
}

export interface DrivenPage {
  /** Resolves when the page's load event has been fired. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** Awaits promises and returns by value (JSON). */
  evaluate<T>(expression: string): Promise<T>;
  /** Collects the page's garbage, also what is young or in cycles between script and DOM. */
  collectGarbage(): Promise<void>;
  /** Puts the tab in front again, where another one is; resolves when its document is visible. */
  bringToFront(): Promise<void>;
  screenshot(file: string): Promise<void>;
}

export interface DrivenPanel {
  /** The browser's first process. */
  readonly pid: number;
  evaluate<T>(expression: string): Promise<T>;
  /** Resolves with the first truthy value of the expression; the error tells the last one. */
  waitFor<T>(expression: string, timeoutMs?: number): Promise<T>;
  /** A real click at the middle of the element, once it is visible, enabled, still and on top. */
  click(element: string | AccessibleElement): Promise<void>;
  /** Clicks the field, selects what it holds and types over it, key by key. */
  type(element: string | AccessibleElement, text: string): Promise<void>;
  /** Gives the panel's document the focus, as a click into it does: without it Firefox presses no button by a key. */
  focus(): Promise<void>;
  /** A key with its modifiers to whatever has the focus: `Enter`, `ArrowDown`, `Control+f`. */
  press(key: string): Promise<void>;
  /** The panel alone. */
  screenshot(file: string): Promise<void>;
  /** The whole of DevTools with the panel in it; of a page in a tab, the page. */
  screenshotDevtools(file: string): Promise<void>;
  /**
   * Bytes of the heaps of the thread that runs the page, after a collection: V8's, the DOM's and what lies behind typed
   * arrays. Null in Firefox, which does not tell.
   */
  heapBytes(): Promise<number | null>;
}

/** A page of the extension in a window of its own. */
export interface DrivenTab extends DrivenPanel {
  close(): Promise<void>;
}

/** Another tab, which nobody inspects. */
export interface OtherTab {
  evaluate<T>(expression: string): Promise<T>;
  /** Puts it in front of the inspected tab, DevTools and all: only the page's `evaluate` is to be used until that is back. */
  bringToFront(): Promise<void>;
  /** Throws its page away, as a browser does where memory is short; brought to the front it is loaded anew. */
  discard(): Promise<void>;
  /** Brings it to the front, opens its own DevTools beside those of the inspected tab, and shows the panel there. */
  showPanel(): Promise<DrivenPanel>;
  close(): Promise<void>;
}

export interface DrivenBrowser {
  readonly name: BrowserName;
  readonly version: string;
  /** The browser's first process; all others descend from it. */
  readonly pid: number;
  readonly extensionId: string | null;
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end; `null` without the extension. */
  readonly extensionOrigin: string | null;
  readonly page: DrivenPage;
  /** Resolves when DevTools is up, with its Console shown, and the extension's devtools page has made its panel. */
  openDevtools(): Promise<void>;
  closeDevtools(): Promise<void>;
  /** Shows the Duplex panel (opening DevTools if need be) and resolves when its document is loaded. */
  showPanel(): Promise<DrivenPanel>;
  /** Evaluates in the extension's devtools page; null in Firefox, where it cannot be reached. */
  readonly evaluateInDevtoolsPage: (<T>(expression: string) => Promise<T>) | null;
  /**
   * Watches for tasks of 50 ms and more of the thread that runs all pages of the extension; what it resolves with takes
   * the milliseconds of the longest since it was last called, 0 where there was none. Null in Chromium, where a page is told.
   */
  readonly watchLongTasks: (() => Promise<() => Promise<number>>) | null;
  /** DevTools' own page, with the browser's panels in it; null in Firefox, whose DevTools is no page of its own. */
  readonly openFrontEnd: (() => Promise<DrivenPanel>) | null;
  /** Shows the Console, so that the Duplex panel is hidden. */
  showOtherPanel(): Promise<void>;
  openExtensionPage(path: string): Promise<DrivenTab>;
  /** Opens a tab behind the inspected one; resolves when its load event has been fired. */
  openOtherTab(url: string): Promise<OtherTab>;
  /** Reloads the extension under the open pages, as an update does. DevTools has to be closed and opened again. */
  reloadExtension(): Promise<void>;
  /** Ends the service worker or event page, as the browser does when it is idle. */
  stopBackground(): Promise<void>;
  setTheme(theme: Theme): Promise<void>;
  /** Resolves with the path of a download whose name matches, when all of it is there. */
  waitForDownload(name: string | RegExp, timeoutMs?: number): Promise<string>;
  /** SIGKILL to every process of the browser; a temporary profile is removed, a given one is kept. */
  kill(): Promise<void>;
  close(): Promise<void>;
}
