import { parsePollingSettings } from "../core/analysis/polling/polling-settings.ts";
import type { EngineCall } from "../core/wire/engine-api.ts";
import type { CallHandlers } from "./answer-calls.ts";
import { exportFile } from "./export-file.ts";
import { exportReport } from "./export-report.ts";
import type { LongWork } from "./long-work.ts";
import type { PanelAnalysis } from "./panel-analysis.ts";
import type { PanelSource } from "./panel-server.ts";
import type { ShownSession } from "./shown-session.ts";

type LibraryCall = Extract<
  EngineCall,
  | "sessions"
  | "open-session"
  | "show-live"
  | "rename-session"
  | "delete-session"
  | "import"
  | "export"
  | "stop-work"
>;

/** The panel that asks. */
export interface LibraryPanel {
  /** Of the session that it shows. */
  readonly analysis: PanelAnalysis;
  show(session: ShownSession): void;
  showLive(): void;
  /** A session has another name. */
  renamed(): void;
}

/** Answers what a panel asks of the kept sessions, and of the files that sessions become and come from. */
export function libraryCalls(
  source: PanelSource,
  panel: LibraryPanel,
  work: LongWork,
): CallHandlers<LibraryCall> {
  const { library } = source;

  return {
    sessions: () => library.list(),
    async "open-session"({ id }) {
      if (source.live?.current.describe().id === id) panel.showLive();
      else panel.show(await work.run("opening", (progress) => library.open(id, progress)));
      return null;
    },
    async "show-live"() {
      panel.showLive();
      return null;
    },
    async "rename-session"({ id, name }) {
      const live = source.live?.current;
      const isLive = live?.describe().id === id;
      if (isLive) live?.rename(name);
      await library.rename(id, name).catch((error: unknown) => {
        // What is recorded in memory alone has its name there.
        if (!isLive) throw error;
      });
      panel.renamed();
      return null;
    },
    async "delete-session"({ id }) {
      await work.run("deleting", (progress) => library.remove(id, progress));
      if (panel.analysis.shown.describe().id === id) panel.showLive();
      return null;
    },
    async import({ file, name }) {
      const to = source.live?.store ?? library.store;
      panel.show(await work.run("importing", (progress) => library.import(file, name, to, progress)));
      return null;
    },
    async export({ format }) {
      const { shown, counter, meanings, polling, trips } = panel.analysis;
      const { name, startedAt } = shown.describe();
      const endedAt = shown.until()?.at ?? null;
      const about = { name, startedAt, endedAt, exportedAt: source.now(), version: source.version };
      if (format === "report-html" || format === "report-markdown") {
        const { loops, requests, sockets } = await polling.find(meanings.decoder, true);
        const { users, hours } = parsePollingSettings(source.settings().polling);
        const { messages } = counter.count();
        const facts = { ...about, requests, messages, sockets, users, hours };
        return exportReport(facts, loops, trips.findings, format);
      }
      const annotations = new Map(shown.annotations.all);
      return work.run("exporting", (progress) =>
        exportFile(shown.session, { ...about, annotations }, format, progress),
      );
    },
    async "stop-work"({ id }) {
      work.stop(id);
      return null;
    },
  };
}
