import { parsePollingSettings } from "../core/analysis/polling/polling-settings.ts";
import { createSessionSchema } from "../core/analysis/session-schema.ts";
import type { ProtoFile } from "../core/decode/proto/proto-files.ts";
import { say } from "../core/text/say.ts";
import type { EngineStatus } from "../core/wire/engine-status.ts";
import { answerCalls, type CallHandlers } from "./answer-calls.ts";
import { emptySession } from "./empty-session.ts";
import { handshakeAnswer } from "./handshake-answer.ts";
import type { Library } from "./library.ts";
import { type LibraryPanel, libraryCalls } from "./library-calls.ts";
import type { LiveRecording } from "./live-recording.ts";
import { createLongWork } from "./long-work.ts";
import { meaningCalls } from "./meaning-calls.ts";
import { createPanelAnalysis, type PanelAnalysis } from "./panel-analysis.ts";
import { createPanelView } from "./panel-view.ts";
import { queryVocabulary } from "./query-vocabulary.ts";
import { recordingCalls } from "./recording-calls.ts";
import { recordingStatus } from "./recording-status.ts";
import { latencyPoints, roundTripsAnswer } from "./round-trips-answer.ts";
import { rowCalls } from "./row-calls.ts";
import type { ScanWorker } from "./scan-workers.ts";
import { createSettingsWatch } from "./settings-watch.ts";
import { countersOf, type ShownSession } from "./shown-session.ts";
import { createStatusPace, STATUS_EVERY_MS } from "./status-pace.ts";

/** What all panels of an engine share. */
export interface PanelSource {
  readonly library: Library;
  readonly live: LiveRecording | null;
  readonly version: string;
  readonly notices: EngineStatus["notices"];
  settings(): EngineStatus["settings"];
  change(settings: Partial<EngineStatus["settings"]>): Promise<EngineStatus["settings"]>;
  now(): number;
  /** Firefox: bodies of requests are not kept for now. */
  readonly bodiesPaused: boolean;
  /** Chrome: how it stands with Deep capture. */
  readonly deep: EngineStatus["deep"];
  /** Starts a scan Worker. */
  startScan(): ScanWorker;
  /** Chromium: reads the browser's network log; resolves when all of it has been fed. */
  readNetworkLog(): Promise<void>;
}

/** The engine's end of one panel. */
export interface PanelServer {
  /** Something may have changed. */
  changed(): void;
  /** The recording began anew: a panel that shows it shows the new session. */
  cleared(): void;
  /** The panel is gone. */
  dispose(): void;
}

/** The same each time: what is the same is not read again. */
const NO_FILES: readonly ProtoFile[] = [];

/** Answers a panel's calls, and tells it the state of what it shows. */
export function servePanel(port: MessagePort, source: PanelSource): PanelServer {
  const schema = createSessionSchema(() => {
    const { schemas = NO_FILES, schemaRules = [] } = source.settings();
    return { files: schemas, rules: schemaRules };
  });
  let analysis = analyse(showLive());
  const work = createLongWork(() => schedule(pace.everyMs), performance.now.bind(performance));
  const pace = createStatusPace(performance.now.bind(performance));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let dueAt = 0;
  let disposed = false;
  /** Which round trips the view's rows were last told of. */
  let shownTrips = 0;
  const settingsWatch = createSettingsWatch(() => source.settings());
  const view = createPanelView(() => analysis, source.startScan, {
    reset() {
      pace.changed();
      schedule(0);
    },
    changed: () => schedule(0),
  });

  function showLive(): ShownSession {
    const { live } = source;
    if (live === null) return emptySession();
    const { current } = live;
    const { session, until, inMemory, annotations, describe } = current;
    return { session, live: true, until, inMemory, annotations, describe };
  }

  function analyse(shown: ShownSession): PanelAnalysis {
    return createPanelAnalysis(shown, source, schema, {
      ask: (job) => reply({ decode: job }),
      changed() {
        view.rows.touch();
        schedule(0);
      },
      spoken(connections) {
        view.spoken(connections);
        view.endStatistics();
      },
      told() {
        view.tripsTold();
        // Rows say what they said: else all that are shown would be asked for again.
        const { revision } = analysis.trips.trips;
        if (revision !== shownTrips) view.rows.touch();
        shownTrips = revision;
        schedule(0);
      },
      isAwaited,
    });
  }

  function isAwaited(): boolean {
    return view.isSearching && pace.isRecent;
  }

  function show(next: ShownSession): void {
    if (disposed) return;
    analysis.end();
    analysis = analyse(next);
    shownTrips = 0;
    view.showOther();
    analysis.trips.wake();
  }

  /** Another panel may have decided something, too. */
  function applyRules(): void {
    const changed = settingsWatch.look();
    const { polling: counted, ownDecoders } = source.settings();
    const { meanings, polling, trips } = analysis;
    if (changed.pairings) trips.decided();
    polling.teach(new Map(parsePollingSettings(counted).taught));
    if (!changed.decoders && !changed.ownDecoders && !changed.schemas) return;
    view.endStatistics();
    if (changed.ownDecoders) othersMeant(meanings.own.change(ownDecoders ?? []));
    meanings.chosen();
    // What a connection speaks may be the same by another schema.
    if (!changed.schemas) return;
    othersMeant(analysis.shown.session.connections.map(({ id }) => id));
    view.schemasChanged();
  }

  /** By the reader's own decoders, or by a schema, these connections' messages are something else. */
  function othersMeant(changed: readonly number[]): void {
    view.spoken(changed);
    analysis.trips.wake();
  }

  /** Goes on after so long, or when it was to anyway, whichever is sooner: a scan that has answered wants more at once. */
  function schedule(afterMs: number): void {
    if (disposed) return;
    const at = performance.now() + afterMs;
    if (timer !== null) {
      if (dueAt <= at) return;
      clearTimeout(timer);
    }
    dueAt = at;
    timer = setTimeout(() => {
      timer = null;
      applyRules();
      analysis.meanings.recognitions.look();
      view.advance();
      const { rows, finder } = view;
      // The filter goes on at once; what it has found so far is told no more often than anything else.
      const search = { isEmpty: rows.filtering && rows.matched === 0, isAwaited: isAwaited() };
      const waitMs = pace.waitMs(search);
      if (waitMs === 0) {
        const begunAt = performance.now();
        reply({ status: status() });
        pace.sent(begunAt, analysis.shown.session.log.length, search);
      } else if (waitMs !== null && !rows.filtering) schedule(waitMs);
      if (rows.filtering || finder.busy) schedule(rows.filtering && !rows.waits ? 0 : STATUS_EVERY_MS);
    }, afterMs);
  }

  function existing(row: number): number {
    if (row < analysis.shown.session.log.length) return row;
    throw new Error(say("thisRowIsNoLonger"));
  }

  function status(): EngineStatus {
    const { shown, counter, meanings, trips } = analysis;
    const about = shown.describe();
    return {
      session: {
        id: about.id,
        name: about.name,
        live: shown.live,
        startedAt: about.startedAt,
        kept: (shown.live ? source.live?.current.inMemory : shown.inMemory) ? "memory" : "disk",
      },
      ...recordingStatus(source),
      settings: { ...source.settings(), ownDecoders: [], schemas: [] },
      ownDecoders: settingsWatch.ownChanges,
      schemas: settingsWatch.schemaChanges,
      ...countersOf(shown.session, counter.count(), meanings.recognitions.of),
      annotations: { ...shown.annotations.count(), revision: shown.annotations.revision },
      view: view.state(),
      analysis: {
        revision: trips.revision,
        findings: trips.findings.length,
        busy: trips.busy,
        examined: trips.examined,
      },
      work: work.state,
    };
  }

  const panel: LibraryPanel = {
    get analysis() {
      return analysis;
    },
    show,
    showLive: () => show(showLive()),
    renamed: () => schedule(0),
  };

  const handlers: CallHandlers = {
    async "set-view"(params) {
      view.set(params);
      return null;
    },
    async find({ text }) {
      view.finder.find(text);
      pace.asked();
      schedule(0);
      return null;
    },
    ...rowCalls(() => analysis, view, existing),
    vocabulary: async () => queryVocabulary(analysis.shown.session, analysis.meanings),
    ...meaningCalls(
      () => analysis.meanings,
      (row) => analysis.shown.session.log.connection.get(existing(row)),
    ),
    density: ({ windows }) => analysis.density().answer(windows, view.isFiltered ? view.rows : null),
    statistics: async ({ by }) => view.statistics(by).answer(),
    polling: () => analysis.polling.find(analysis.meanings.decoder),
    handshake: ({ row }) => handshakeAnswer(analysis.shown.session, row),
    async annotate({ rows, change }) {
      const { shown } = analysis;
      const { log } = shown.session;
      const known = rows.filter((row) => row >= 0 && row < log.length);
      const kept = shown.annotations.change(known, change);
      view.annotated(known);
      schedule(0);
      await kept;
      return null;
    },
    "round-trips": async ({ connections, span, drawn }) =>
      roundTripsAnswer(
        analysis.shown.session,
        analysis.trips,
        analysis.pairingChoiceOf,
        connections,
        span,
        drawn,
      ),
    latency: async ({ connections, span }) => latencyPoints(analysis.trips.trips, connections, span),
    findings: async () => analysis.trips.findings,
    async "own-again"({ decoder }) {
      view.endStatistics();
      othersMeant(analysis.meanings.own.forget(decoder));
      view.rows.touch();
      schedule(0);
      return null;
    },
    ...recordingCalls(source),
    ...libraryCalls(source, panel, work),
  };

  const reply = answerCalls(port, handlers);
  analysis.trips.wake();
  schedule(0);

  return {
    changed() {
      analysis.trips.wake();
      schedule(pace.everyMs);
    },
    cleared: () => {
      if (analysis.shown.live) show(showLive());
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      analysis.end();
      view.end();
    },
  };
}
