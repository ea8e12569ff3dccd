import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { KeptCapture } from "../../channel/kept-capture.ts";
import { formatSiteProblem } from "../../core/format/format-site-problem.ts";
import type { Bytes } from "../../core/units.ts";
import {
  type CaptureSettings,
  hasServiceWorkers,
  isOff,
  type PayloadSize,
  type RingSize,
} from "../../core/wire/capture-settings.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import { DEFAULT_LIMITS, LIMITS } from "../../core/wire/page-limits.ts";
import { isClosed, matchesSite, parseSite, type Site, siteOf } from "../../core/wire/site.ts";

/** What can be chosen, in numbers. */
export const RINGS: Readonly<Record<RingSize, { readonly ringCount: number; readonly ringBytes: Bytes }>> = {
  off: LIMITS["ring-off"],
  default: DEFAULT_LIMITS,
  large: LIMITS["ring-large"],
};
export const PAYLOADS: Readonly<Record<PayloadSize, Bytes>> = {
  small: LIMITS["payload-small"].payloadBytes,
  default: DEFAULT_LIMITS.payloadBytes,
  large: LIMITS["payload-large"].payloadBytes,
};

/** How it stands with the inspected page. */
export interface PageCapture {
  readonly site: Site;
  readonly on: boolean;
  /** The page was loaded before it was so: it is so after a reload. */
  readonly reload: boolean;
  /** The browser's settings keep Duplex out of it. */
  readonly withheld: boolean;
  /** The entries that it is off by, or is on by. */
  readonly by: readonly Site[];
  /** Its service workers get the hook when their script is loaded (Firefox). */
  readonly serviceWorkers: boolean;
}

/** Where Duplex is, and how it stands with the page that is inspected. */
export interface CaptureStore {
  /** Null until it is known. */
  readonly settings: ReadonlySignal<CaptureSettings | null>;
  /** Null where no page of a site is there. */
  readonly page: ReadonlySignal<PageCapture | null>;
  /** The page that is there is one that browsers keep extensions out of. */
  readonly closed: ReadonlySignal<boolean>;
  change(change: Partial<CaptureSettings>): void;
  /** Off or on, on the site of the inspected page. */
  turn(on: boolean): void;
  /** Whether the service workers of the inspected page's site are watched. */
  watchServiceWorkers(on: boolean): void;
  /** Adds a site to the list that is in use; answers what is wrong with what was typed, if anything. */
  add(text: string): string | null;
  remove(site: Site): void;
}

/** Creates the store. Ports are told apart where the browser's match patterns can. */
export function createCaptureStore(
  kept: KeptCapture,
  status: ReadonlySignal<EngineStatus | null>,
  ports: boolean,
  fail: (problem: unknown) => void,
): CaptureStore {
  const settings = signal<CaptureSettings | null>(null);
  const set = (next: CaptureSettings) => {
    settings.value = next;
  };
  kept.watch(set);
  kept.read().then(set, fail);

  const page = computed(() => {
    if (status.value === null || settings.value === null || !status.value.session.live) return null;
    const { page: url, pageOff, reloadNeeded, withheld, closed } = status.value;
    if (closed) return null;
    const site = siteOf(url, ports);
    if (site === null) return null;
    const on = !isOff(settings.value, url);
    const by = listOf(settings.value).filter((it) => matchesSite(it, url));
    const serviceWorkers = hasServiceWorkers(settings.value, url);
    const reload = on ? pageOff || reloadNeeded : !pageOff;
    return { site, on, reload: reload && !withheld, withheld: on && withheld, by, serviceWorkers };
  });

  const change = (it: Partial<CaptureSettings>) => void kept.change(it).catch(fail);
  /** Changes the list that is in use. */
  const put = (edit: (list: readonly Site[]) => readonly Site[]) => {
    const now = settings.peek();
    if (now === null) return;
    const list = edit(listOf(now));
    change(now.sites === "only" ? { only: list } : { off: list });
  };
  const insert = (site: Site) => put((list) => [...list.filter((it) => it !== site), site].sort());

  return {
    settings,
    page,
    closed: computed(
      () => status.value?.session.live === true && (status.value.closed || isClosed(status.value.page)),
    ),
    change,
    turn(on) {
      const here = page.peek();
      const url = status.peek()?.page ?? "";
      if (here === null || here.on === on) return;
      if (on === (settings.peek()?.sites === "only")) insert(here.site);
      else put((list) => list.filter((it) => !matchesSite(it, url)));
    },
    watchServiceWorkers(on) {
      const here = page.peek();
      const now = settings.peek();
      if (here === null || now === null) return;
      const others = now.serviceWorkers.filter((site) => !matchesSite(site, status.peek()?.page ?? ""));
      change({ serviceWorkers: on ? [...others, here.site].sort() : others });
    },
    add(text) {
      const parsed = parseSite(text, ports);
      if ("problem" in parsed) return formatSiteProblem(parsed);
      insert(parsed.site);
      return null;
    },
    remove: (site) => put((list) => list.filter((it) => it !== site)),
  };
}

function listOf({ sites, off, only }: CaptureSettings): readonly Site[] {
  return sites === "only" ? only : off;
}
