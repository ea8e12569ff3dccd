import { type ReadonlySignal, signal } from "@preact/signals";
import { say } from "../../core/text/say.ts";
import type { ExportFormat } from "../../core/wire/engine-api.ts";
import type { Settings } from "../../core/wire/engine-settings.ts";
import type { EngineConnection, PanelHost } from "./engine-connection.ts";

/** What can be done with the session that is shown, and with the recording. */
export interface SessionCommands {
  readonly exporting: ReadonlySignal<boolean>;
  /** The browser's network log is being read. */
  readonly readingLog: ReadonlySignal<boolean>;
  readNetworkLog(): void;
  record(on: boolean): void;
  preserve(on: boolean): void;
  clear(): void;
  showLive(): void;
  changeSettings(settings: Partial<Settings>): void;
  exportAs(format: ExportFormat): Promise<void>;
  /** Stops what takes long, as if it had not been asked for. */
  stopWork(id: number): void;
  /** Answers whether the clipboard took the text; where it did not, a notice says so. */
  copy(text: string): Promise<boolean>;
}

/** Creates the commands. `unselect` lets go of the row that is chosen, `fail` tells of what went wrong. */
export function createSessionCommands(
  engine: EngineConnection,
  host: PanelHost,
  unselect: () => void,
  fail: (problem: unknown) => void,
): SessionCommands {
  const exporting = signal(false);
  const readingLog = signal(false);
  const attempt = (work: Promise<unknown>) => work.then(() => {}, fail);

  return {
    exporting,
    readingLog,
    readNetworkLog() {
      if (readingLog.peek()) return;
      readingLog.value = true;
      void attempt(engine.call("read-network-log", null)).finally(() => {
        readingLog.value = false;
      });
    },
    record: (on) => void attempt(engine.call("record", { on })),
    preserve: (on) => void attempt(engine.call("preserve", { on })),
    clear() {
      unselect();
      void attempt(engine.call("clear", null));
    },
    showLive: () => void attempt(engine.call("show-live", null)),
    changeSettings: (settings) => void attempt(engine.call("settings", settings)),
    async exportAs(format) {
      if (exporting.peek()) return;
      exporting.value = true;
      await attempt(engine.call("export", { format }).then(({ file, name }) => host.saveFile(file, name)));
      exporting.value = false;
    },
    stopWork: (id) => void attempt(engine.call("stop-work", { id })),
    async copy(text) {
      try {
        await host.copyText(text);
        return true;
      } catch {
        fail(new Error(say("theClipboardDidNotTake")));
        return false;
      }
    },
  };
}
