import type { Browser, Tabs } from "webextension-polyfill";
import type { EpochMs } from "../core/units.ts";
import { isOff } from "../core/wire/capture-settings.ts";
import type { Summons } from "../core/wire/port-message.ts";
import { parseDocumentStart } from "./document-start.ts";
import { keepCapture } from "./kept-capture.ts";
import { askStart } from "./relay-door.ts";

/** A relay of a page that is just being loaded may not listen yet: it gets another chance after this. */
const AGAIN_AFTER_MS = 1000;

/**
 * Tells every relay of a tab that somebody listens. Answers whether the page has one; one that has none was loaded before
 * the extension was. Of pages where extensions may not run nothing is said: reloading them would not help. `started` hears
 * when the page's document began, as its relay says: null where none answers at once, and then nothing of the page has
 * run yet, or nobody knows.
 */
export async function summonRelays(
  browser: Pick<Browser, "scripting" | "storage" | "tabs">,
  tab: Tabs.Tab,
  started: (at: EpochMs | null) => void,
): Promise<boolean> {
  if (tab.id === undefined || !/^(https?|file):/.test(tab.url ?? "")) {
    started(null);
    return true;
  }
  const answer = await reach(browser, tab);
  started(answer?.startedAt ?? null);
  if (answer !== null) return true;
  await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  return (await reach(browser, tab)) !== null;
}

/**
 * Whether a script can be put into a tab's page, which says then that it was loaded before the extension was. Into the page that a
 * browser shows in the place of one that it cannot load, none can, though the tab has the address of the other. Where Duplex is off
 * nothing is put into the page, not to learn this either: it counts as open.
 */
export async function isOpenTo(
  { scripting, storage }: Pick<Browser, "scripting" | "storage">,
  { id = -1, url = "" }: Tabs.Tab,
): Promise<boolean> {
  if (await isKeptOff(storage, url)) return true;
  return scripting.executeScript({ target: { tabId: id }, func: () => null }).then(
    () => true,
    () => false,
  );
}

/** Whether the browser withholds the tab from the extension: then it does not tell its address. So it is with pages of its own. */
export function isWithheld({ url }: Tabs.Tab): boolean {
  return url === undefined;
}

/** The page itself counts: in a frame of it a relay may be while the page is one that Duplex is off on. */
async function reach(
  { scripting, storage, tabs }: Pick<Browser, "scripting" | "storage" | "tabs">,
  { id = -1, url = "" }: Tabs.Tab,
): Promise<{ startedAt: EpochMs | null } | null> {
  const summons: Summons = { kind: "duplex-summons" };
  tabs.sendMessage(id, summons).catch(() => {});
  if (await isKeptOff(storage, url)) return null;
  const answer = await askStart(scripting, id).catch(() => undefined);
  return answer === undefined ? null : { startedAt: parseDocumentStart(answer) };
}

/** Also where nobody can tell. */
function isKeptOff(storage: Browser["storage"], url: string): Promise<boolean> {
  return keepCapture(storage)
    .read()
    .then(
      (settings) => isOff(settings, url),
      () => true,
    );
}
