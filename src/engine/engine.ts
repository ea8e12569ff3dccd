import { say } from "../core/text/say.ts";
import { NO_DEEP_CAPTURE } from "../core/wire/deep-capture.ts";
import type { EngineAsk, EngineFeed } from "../core/wire/engine-feed.ts";
import type { EngineStatus, Notice } from "../core/wire/engine-status.ts";
import { reasonOf } from "./database.ts";
import { DEFAULT_SETTINGS, openLibrary } from "./library.ts";
import { type LiveRecording, startRecording } from "./live-recording.ts";
import { type PanelServer, type PanelSource, servePanel } from "./panel-server.ts";
import type { ScanWorker } from "./scan-workers.ts";

/** The notice that the database cannot be used. */
const NO_LIBRARY = "no-library";

/** What runs in the engine's Worker. */
export interface Engine {
  /** From the devtools page (or, where there is none, from the panel itself); `ports` of the message. */
  feed(feed: EngineFeed, ports: readonly MessagePort[]): void;
}

/** Creates the engine. `now` is epoch milliseconds; `startScan` starts a scan Worker; `ask` reaches the devtools page. */
export function createEngine(
  version: string,
  now: () => number,
  startScan: () => ScanWorker,
  ask: (ask: EngineAsk) => void = () => {},
): Engine {
  let logRead: (() => void)[] = [];
  let bodiesPaused = false;
  let deep = NO_DEEP_CAPTURE;
  const notices: Notice[] = [];
  const panels = new Set<PanelServer>();
  let live: LiveRecording | null = null;
  let settings: EngineStatus["settings"] = DEFAULT_SETTINGS;

  const changed = () => {
    for (const panel of panels) panel.changed();
  };
  const tell = (id: string, text: string) => {
    notices.push({ id, severity: "error", text });
    changed();
  };
  const problem = (text: string) => tell(`problem-${notices.length + 1}`, text);
  const library = openLibrary((text) => tell(NO_LIBRARY, text), now);
  const adopt = (next: EngineStatus["settings"]) => {
    settings = next;
    live?.setRecordWhileHidden(next.recordWhileHidden);
    changed();
    return next;
  };
  library
    .settings({})
    .then(adopt, (error: unknown) => problem(say("theSettingsCannotBeRead", { error: reasonOf(error) })));

  const source: PanelSource = {
    library,
    get live() {
      return live;
    },
    version,
    get notices() {
      // In a private window nothing would be kept anyway, and Firefox gives no database there.
      return live?.privateWindow ? notices.filter(({ id }) => id !== NO_LIBRARY) : notices;
    },
    settings: () => settings,
    change: async (change) => adopt(await library.settings(change)),
    now,
    startScan,
    get deep() {
      return deep;
    },
    get bodiesPaused() {
      return bodiesPaused;
    },
    readNetworkLog: () =>
      new Promise((resolve) => {
        logRead.push(resolve);
        ask({ ask: "read-network-log" });
      }),
  };

  function tellPanels(cleared: boolean): void {
    for (const panel of panels) {
      if (cleared) panel.cleared();
      panel.changed();
    }
  }

  function addPanel(port: MessagePort): void {
    const panel = servePanel(port, source);
    panels.add(panel);
    port.addEventListener("close", () => {
      panels.delete(panel);
      panel.dispose();
    });
  }

  return {
    feed(feed, ports) {
      switch (feed.feed) {
        case "record-tab":
          live = startRecording(library, now, problem, tellPanels, ask);
          return;
        case "page":
          live?.setPage(feed.url, feed.off);
          return;
        case "attached":
          live?.attached(feed);
          return;
        case "batch":
          live?.accept(feed.batch, feed.sender);
          return;
        case "record":
          live?.record(feed.record);
          return;
        case "handshake":
          live?.handshakes.told(feed.handshake);
          return;
        case "held-entry":
          live?.handshakes.heldEntry(feed.held, feed.entry);
          return;
        case "network-log-read":
          for (const resolve of logRead) resolve();
          logRead = [];
          return;
        case "deep":
          live?.deep(feed.told);
          return;
        case "deep-state":
          deep = feed.deep;
          changed();
          return;
        case "bodies-paused":
          bodiesPaused = feed.paused;
          changed();
          return;
        case "panel-shown":
          live?.setPanelShown(feed.shown);
          return;
        case "panel":
          for (const port of ports) addPanel(port);
      }
    },
  };
}
