import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { SessionSummary } from "../../core/wire/session-summary.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** The counts of a session that is being recorded are refreshed as often as one can read them. */
const REFRESH_MS = 1000;

/** The recorded sessions. */
export interface SessionList {
  /** Null until they have been read. */
  readonly sessions: ReadonlySignal<readonly SessionSummary[] | null>;
  /** The list is on the screen: only then is it kept fresh. */
  readonly shown: ReadonlySignal<boolean>;
  /** The IDs of those that are being deleted. */
  readonly removing: ReadonlySignal<ReadonlySet<string>>;
  /** A file is being read. */
  readonly importing: ReadonlySignal<boolean>;
  /** Reads the list. */
  load(): void;
  show(): void;
  hide(): void;
  open(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  importFile(file: File): Promise<void>;
  dispose(): void;
}

/** Creates the list; it is read when first shown. */
export function createSessionList(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  fail: (problem: unknown) => void,
): SessionList {
  const sessions = signal<readonly SessionSummary[] | null>(null);
  const shown = signal(false);
  const removing = signal<ReadonlySet<string>>(new Set());
  const importing = signal(false);
  let timer: ReturnType<typeof setInterval> | null = null;

  async function refresh(): Promise<void> {
    try {
      sessions.value = await engine.call("sessions", null);
    } catch (problem) {
      sessions.value ??= [];
      fail(problem);
    }
  }

  const stop = effect(() => {
    const live = status.value?.canRecord ?? false;
    if (shown.value && live && timer === null) timer = setInterval(refresh, REFRESH_MS);
    if (!(shown.value && live) && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  });

  async function attempt(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (problem) {
      fail(problem);
      return false;
    } finally {
      await refresh();
    }
  }

  return {
    sessions,
    shown,
    removing,
    importing,
    load: () => void refresh(),
    show() {
      shown.value = true;
      void refresh();
    },
    hide() {
      shown.value = false;
    },
    async open(id) {
      if (await attempt(engine.call("open-session", { id }))) shown.value = false;
    },
    async rename(id, name) {
      await attempt(engine.call("rename-session", { id, name }));
    },
    async remove(id) {
      if (removing.peek().has(id)) return;
      removing.value = new Set(removing.peek()).add(id);
      await attempt(engine.call("delete-session", { id }));
      removing.value = new Set([...removing.peek()].filter((other) => other !== id));
    },
    async importFile(file) {
      if (importing.peek()) return;
      importing.value = true;
      if (await attempt(engine.call("import", { file, name: file.name }))) shown.value = false;
      importing.value = false;
    },
    dispose() {
      stop();
      if (timer !== null) clearInterval(timer);
    },
  };
}
