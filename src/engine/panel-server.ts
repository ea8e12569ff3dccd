import { decodeWithOwn } from "../core/analysis/decode-with-own.ts";
import { findPairingChoice, type PairingChoice, toPairingWishes } from "../core/analysis/pairing-choice.ts";
import { parsePollingSettings } from "../core/analysis/polling/polling-settings.ts";
import { createSessionSchema } from "../core/analysis/session-schema.ts";
import { parseOwnDecoders } from "../core/decode/own/own-decoder.ts";
import { type ProtoFile, parseProtoFiles } from "../core/decode/proto/proto-files.ts";
import { acceptSource, checkAccept } from "../core/model/check-accept.ts";
import { parseQuery } from "../core/query/parse-query.ts";
import { asksForTrips, type Query, type QueryRemark } from "../core/query/query.ts";
import { say, sayCount } from "../core/text/say.ts";
import type {
  EngineCall,
  EngineCalls,
  EngineReply,
  EngineRequest,
  ViewParams,
} from "../core/wire/engine-api.ts";
import type { EngineStatus, Notice } from "../core/wire/engine-status.ts";
import type { MessageDetail } from "../core/wire/message-detail.ts";
import type { StatisticsBy } from "../core/wire/statistics-answer.ts";
import { WorkStopped } from "../core/wire/work-stopped.ts";
import { alikeBefore } from "./alike-before.ts";
import { findMarked, pinnedRows } from "./annotated-rows.ts";
import { copyRows } from "./copy-rows.ts";
import { createDensityIndex, type DensityIndex } from "./density-index.ts";
import { emptySession } from "./empty-session.ts";
import { exportFile } from "./export-file.ts";
import { exportReport } from "./export-report.ts";
import { createFinder, type FoundAmong } from "./finder.ts";
import type { Library } from "./library.ts";
import type { LiveRecording } from "./live-recording.ts";
import { createLongWork } from "./long-work.ts";
import { meaningCalls } from "./meaning-calls.ts";
import { createPollingFinder, type PollingFinder } from "./polling-finder.ts";
import { queryVocabulary } from "./query-vocabulary.ts";
import { latencyPoints, roundTripsAnswer } from "./round-trips-answer.ts";
import { rowTrip, waitingBefore } from "./row-trip.ts";
import { messageDetail } from "./row-view.ts";
import { rowWindow, untilLoaded } from "./row-window.ts";
import { createScanWorkers, type ScanWorker } from "./scan-workers.ts";
import { createScanners } from "./scanner.ts";
import { createSessionMeanings, type SessionMeanings } from "./session-meanings.ts";
import { countersOf, createRowCounter, type ShownSession } from "./shown-session.ts";
import { createStatistics, type Statistics } from "./statistics.ts";
import { createTripFinder, type TripFinder } from "./trip-finder.ts";
import { createView, type ViewScope } from "./view.ts";

/** The state goes to a panel at most this often: about every second frame. */
const STATUS_EVERY_MS = 33;
/** Where rows come faster than anybody reads them, drawing them as often would take from the page that sends them. */
const FLOOD_STATUS_EVERY_MS = 100;
const FLOOD_ROWS_A_MS = 2;
/**
 * Making and sending the state takes at most this part of the engine's time. It has every connection in it: of 10,000
 * it goes to the panel about twice a second, instead of holding up both.
 */
const STATUS_SHARE = 0.25;
/**
 * While all rows are looked at for what was asked for, its count is told after every eighth of the time so far, for to draw it
 * takes time, too; but at least this often.
 */
const COUNT_SHARE = 0.125;
const COUNT_EVERY_MS = 200;
/** A payload above this goes to the panel in pieces of as many bytes, each copied there in about a millisecond. */
const PIECE_BYTES = 2 * 1024 * 1024;
/** More rows than the tallest screen shows are not given at once. */
const MAX_ROWS = 1000;

/** A new filter may look for its first match so long before an empty list is shown: what was there stays, and nothing flickers. */
const HOLD_MS = 50;

/**
 * Round trips wait while all rows are looked at for something that was just asked for, but no longer than this: what comes on
 * and on, or a regular expression that takes for ever, would keep them for good.
 */
const MOST_HELD_MS = 10_000;

/** A filter that asks for round trips looks again at most this often. */
const TRIPS_EVERY_MS = 1000;

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

type Handlers = {
  [C in EngineCall]: (params: EngineCalls[C]["params"]) => Promise<EngineCalls[C]["result"]>;
};

/** Answers a panel's calls, and tells it the state of what it shows. */
export function servePanel(port: MessagePort, source: PanelSource): PanelServer {
  const schema = createSessionSchema(() => {
    const { schemas = NO_FILES, schemaRules = [] } = source.settings();
    return { files: schemas, rules: schemaRules };
  });
  let shown = showLive();
  let counter = createRowCounter(shown.session);
  let meanings = showMeanings();
  const scanWorkers = createScanWorkers(source.startScan);
  const scanners = createScanners(scanWorkers);
  let scope: ViewScope | null = null;
  /** The last filter that could be read, and what is wrong with one that cannot. */
  let query: Query | null = null;
  let notes: readonly QueryRemark[] = [];
  let wrong: QueryRemark | null = null;
  let view = createView(shown.session, null, null);
  let polling = showPolling();
  let tripFinder = showTrips();
  let tripTimer: ReturnType<typeof setTimeout> | null = null;
  const finder = createFinder(scanWorkers, () => schedule(0), shownRows());
  /** Made when it is first asked for. */
  let density: DensityIndex | null = null;
  /** Of the view; made when they are first asked for. */
  let statistics: { by: StatisticsBy; counts: Statistics } | null = null;
  const work = createLongWork(() => schedule(statusEveryMs), performance.now.bind(performance));
  let heldUntil = 0;
  /** When something was last asked for that all rows are looked at for. */
  let askedAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let dueAt = 0;
  let disposed = false;
  let rules = source.settings().decoders;
  let pairings = source.settings().pairings;
  let own = source.settings().ownDecoders;
  let ownChanges = 0;
  let { schemas, schemaRules } = source.settings();
  let schemaChanges = 0;
  let statusEveryMs = STATUS_EVERY_MS;
  let toldRows = 0;
  let toldAt = 0;
  let nextStatusAt = 0;
  let nextCountAt = 0;

  function showLive(): ShownSession {
    const { live } = source;
    if (live === null) return emptySession();
    const { current } = live;
    const { session, inMemory, annotations, describe } = current;
    return { session, live: true, inMemory, annotations, describe };
  }

  function showMeanings(): SessionMeanings {
    return createSessionMeanings(shown.session, {
      id: shown.describe().id,
      rules: () => source.settings().decoders ?? [],
      ownDecoders: source.settings().ownDecoders ?? [],
      schema,
      ask: (job) => reply({ decode: job }),
      changed: () => {
        view.touch();
        schedule(0);
      },
      spoken: (connections) => {
        view.spoken(connections);
        finder.spoken(connections);
        endStatistics();
      },
    });
  }

  function showPolling(): PollingFinder {
    const finder = createPollingFinder(shown.session, performance.now.bind(performance));
    finder.teach(new Map(parsePollingSettings(source.settings().polling).taught));
    return finder;
  }

  function showTrips(): TripFinder {
    const told = () => {
      if (query !== null && asksForTrips(query)) lookAgain();
      view.touch();
      schedule(0);
    };
    const wishesOf = (connection: number) => toPairingWishes(pairingChoiceOf(connection));
    const { own } = meanings;
    return createTripFinder(shown.session, polling, told, isAwaited, wishesOf, (base) =>
      decodeWithOwn(base, own),
    );
  }

  /** The reader waits for a filter or a search, which is not itself about what the trip finder finds. */
  function isAwaited(): boolean {
    if (!(view.filtering || finder.busy) || (query !== null && asksForTrips(query))) return false;
    return performance.now() < askedAt + MOST_HELD_MS;
  }

  function pairingChoiceOf(connection: number): PairingChoice | null {
    const about = shown.session.connections[connection - 1];
    const choices = source.settings().pairings ?? [];
    return about === undefined ? null : findPairingChoice(choices, shown.describe().id, about);
  }

  /** The rows that match are others, when more of round trips is known. */
  function lookAgain(): void {
    if (tripTimer !== null) return;
    tripTimer = setTimeout(() => {
      tripTimer = null;
      // One that is begun anew all the time would never come to its end.
      if (view.filtering) lookAgain();
      else resetView(view.revision + 1);
    }, TRIPS_EVERY_MS);
  }

  const tripOf = (row: number) =>
    rowTrip(tripFinder.trips, shown.session.log, row, (request) => waitingBefore(shown.session, request));

  function show(next: ShownSession): void {
    if (disposed) return;
    shown = next;
    tripFinder.end();
    meanings.end();
    meanings = showMeanings();
    polling = showPolling();
    tripFinder = showTrips();
    counter = createRowCounter(next.session);
    scope = null;
    density = null;
    resetView();
    tripFinder.wake();
  }

  function setFilter(text: string): void {
    const parsed = parseQuery(text);
    wrong = parsed.problem ?? null;
    if (parsed.problem !== undefined) return;
    query = parsed.query;
    notes = parsed.notes;
  }

  function shownRows(): FoundAmong {
    return {
      session: shown.session,
      annotations: shown.annotations.all,
      scope,
      filter: query,
      meanings: meanings.scan,
      trips: tripFinder.trips,
    };
  }

  function endStatistics(): void {
    statistics?.counts.end();
    statistics = null;
  }

  function resetView(revision = 0): void {
    view.end();
    endStatistics();
    const changed = () => schedule(0);
    const filter =
      query === null ? null : { query, scanners, changed, meanings: meanings.scan, trips: tripFinder.trips };
    view = createView(shown.session, scope, filter, shown.annotations.all, revision);
    view.advance(performance.now.bind(performance));
    finder.among(shownRows());
    askedAt = performance.now();
    heldUntil = askedAt + HOLD_MS;
    // Who has changed the view waits for it.
    nextStatusAt = 0;
    nextCountAt = 0;
    schedule(0);
  }

  /** Another panel may have decided something, too. */
  function applyRules(): void {
    const { decoders, pairings: chosen, polling: counted, ownDecoders, ...given } = source.settings();
    if (chosen !== pairings) tripFinder.decided();
    pairings = chosen;
    polling.teach(new Map(parsePollingSettings(counted).taught));
    const isSchema = given.schemas !== schemas || given.schemaRules !== schemaRules;
    if (decoders === rules && ownDecoders === own && !isSchema) return;
    if (given.schemas !== schemas) schemaChanges += 1;
    ({ schemas, schemaRules } = given);
    rules = decoders;
    endStatistics();
    if (ownDecoders !== own) {
      own = ownDecoders;
      ownChanges += 1;
      ownChanged(meanings.own.change(own ?? []));
    }
    meanings.chosen();
  }

  /** The reader's own decoders say something else of these connections. */
  function ownChanged(changed: readonly number[]): void {
    view.spoken(changed);
    finder.spoken(changed);
    tripFinder.wake();
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
      meanings.recognitions.look();
      view.advance(performance.now.bind(performance));
      finder.advance(performance.now.bind(performance));
      const before = performance.now();
      // The filter goes on at once; what it has found so far is told no more often than anything else.
      const isHeld = view.filtering && view.matched === 0 && before < heldUntil;
      const isCounting = before < nextCountAt && isAwaited();
      if (!isHeld && !isCounting && before >= nextStatusAt) {
        reply({ status: status() });
        const after = performance.now();
        nextCountAt = after + Math.min(COUNT_EVERY_MS, (after - askedAt) * COUNT_SHARE);
        const rows = shown.session.log.length;
        const isFlood = rows - toldRows > (before - toldAt) * FLOOD_ROWS_A_MS;
        toldRows = rows;
        toldAt = before;
        statusEveryMs = Math.max(
          isFlood ? FLOOD_STATUS_EVERY_MS : STATUS_EVERY_MS,
          (after - before) / STATUS_SHARE,
        );
        nextStatusAt = after + statusEveryMs;
      } else if (!view.filtering) schedule(isCounting ? STATUS_EVERY_MS : nextStatusAt - before);
      if (view.filtering || finder.busy) schedule(view.filtering && !view.waits ? 0 : STATUS_EVERY_MS);
    }, afterMs);
  }

  function existing(row: number): number {
    if (row < shown.session.log.length) return row;
    throw new Error(say("thisRowIsNoLonger"));
  }

  function status(): EngineStatus {
    const { live } = source;
    const about = shown.describe();
    const rows = counter.count();
    return {
      session: {
        id: about.id,
        name: about.name,
        live: shown.live,
        startedAt: about.startedAt,
        kept: (shown.live ? live?.current.inMemory : shown.inMemory) ? "memory" : "disk",
      },
      canRecord: live !== null,
      recording: live?.recording ?? false,
      preserve: live?.preserve ?? true,
      privateWindow: live?.privateWindow ?? false,
      page: live?.page ?? "",
      pageOff: live?.pageOff ?? false,
      reloadNeeded: live?.reloadNeeded ?? false,
      bodiesPaused: source.bodiesPaused,
      deep: source.deep,
      settings: { ...source.settings(), ownDecoders: [], schemas: [] },
      ownDecoders: ownChanges,
      schemas: schemaChanges,
      ...countersOf(shown.session, rows, meanings.recognitions.of),
      annotations: { ...shown.annotations.count(), revision: shown.annotations.revision },
      view: {
        revision: view.revision + finder.revision,
        total: view.total,
        matched: view.matched,
        filtering: view.filtering,
        wrong,
        notes,
        problem: view.problem,
        find: finder.state,
      },
      analysis: {
        revision: tripFinder.revision,
        findings: tripFinder.findings.length,
        busy: tripFinder.busy,
      },
      work: work.state,
      notices: [...source.notices, ...refusals(live?.refused ?? 0)],
    };
  }

  const handlers: Handlers = {
    async "set-view"(params) {
      scope = toScope(params);
      setFilter(params.filter);
      resetView();
      return null;
    },
    async find({ text }) {
      finder.find(text);
      askedAt = performance.now();
      schedule(0);
      return null;
    },
    async "find-from"({ row, by }) {
      const match = finder.from(row, by);
      return match === null ? null : { ...match, index: view.positionOf(match.row) };
    },
    vocabulary: async () => queryVocabulary(shown.session, meanings),
    rows({ start, count }) {
      return rowWindow(
        shown.session,
        view,
        start,
        Math.min(count, MAX_ROWS),
        meanings.rows,
        shown.annotations.all,
        finder,
        tripOf,
      );
    },
    "alike-before": async ({ row }) => alikeBefore(shown.session, row, meanings.rows.known),
    async message({ row }) {
      const { session } = shown;
      existing(row);
      await untilLoaded(() => session.load(row));
      return messageDetail(
        session,
        row,
        meanings.rows.known(row),
        shown.annotations.all.get(row),
        tripOf(row),
      );
    },
    ...meaningCalls(
      () => meanings,
      (row) => shown.session.log.connection.get(existing(row)),
    ),
    density({ windows }) {
      density ??= createDensityIndex(shown.session, performance.now.bind(performance));
      return density.answer(windows, query === null ? null : view);
    },
    async statistics({ by }) {
      if (statistics?.by !== by) {
        statistics?.counts.end();
        const clock = performance.now.bind(performance);
        statistics = { by, counts: createStatistics(shown.session, view, by, clock, meanings.decoder) };
      }
      return statistics.counts.answer();
    },
    polling: () => polling.find(meanings.decoder),
    async handshake({ row }) {
      const { session } = shown;
      await untilLoaded(() => session.load(row));
      const record = row < session.log.length ? session.record(row) : null;
      if (record?.type !== "handshake") throw new Error(say("thisHandshakeIsNoLonger"));
      return { record, accept: checkAccept(record.entry, await digestOf(acceptSource(record.entry))) };
    },
    async "read-network-log"() {
      await source.readNetworkLog();
      return null;
    },
    async annotate({ rows, change }) {
      const { log } = shown.session;
      const known = rows.filter((row) => row >= 0 && row < log.length);
      const kept = shown.annotations.change(known, change);
      endStatistics();
      if (!view.annotated(known)) resetView(view.revision + 1);
      else finder.annotated(known);
      schedule(0);
      await kept;
      return null;
    },
    async "row-numbers"({ start, end }) {
      const numbers: number[] = [];
      for (let at = Math.max(0, start); at < Math.min(end, view.matched); at += 1) {
        numbers.push(view.rowAt(at) as number);
      }
      return Uint32Array.from(numbers);
    },
    "copy-rows": ({ rows, format }) =>
      copyRows(shown.session, rows, format, performance.now.bind(performance)),
    pinned: () => pinnedRows(shown.session, shown.annotations, meanings.rows.known),
    "find-marked": async ({ from, step }) => findMarked(view, shown.annotations, from, step),
    locate: async ({ row }) => view.positionOf(row),
    "round-trips": async ({ connections, span, drawn }) =>
      roundTripsAnswer(shown.session, tripFinder, pairingChoiceOf, connections, span, drawn),
    latency: async ({ connections, span }) => latencyPoints(tripFinder.trips, connections, span),
    findings: async () => tripFinder.findings,
    async "own-again"({ decoder }) {
      endStatistics();
      ownChanged(meanings.own.forget(decoder));
      view.touch();
      schedule(0);
      return null;
    },
    async record({ on }) {
      source.live?.setRecording(on);
      return null;
    },
    async preserve({ on }) {
      source.live?.setPreserve(on);
      return null;
    },
    async clear() {
      source.live?.clear();
      return null;
    },
    async settings(change) {
      const { ownDecoders, schemas: files } = change;
      return source.change({
        ...change,
        ...(ownDecoders && { ownDecoders: parseOwnDecoders(ownDecoders) }),
        ...(files && { schemas: parseProtoFiles(files) }),
      });
    },
    sessions: () => source.library.list(),
    async "open-session"({ id }) {
      if (source.live?.current.describe().id === id) show(showLive());
      else show(await work.run("opening", (progress) => source.library.open(id, progress)));
      return null;
    },
    async "show-live"() {
      show(showLive());
      return null;
    },
    async "rename-session"({ id, name }) {
      const live = source.live?.current;
      const isLive = live?.describe().id === id;
      if (isLive) live?.rename(name);
      await source.library.rename(id, name).catch((error: unknown) => {
        // What is recorded in memory alone has its name there.
        if (!isLive) throw error;
      });
      schedule(0);
      return null;
    },
    async "delete-session"({ id }) {
      await work.run("deleting", (progress) => source.library.remove(id, progress));
      if (shown.describe().id === id) show(showLive());
      return null;
    },
    async import({ file, name }) {
      const to = source.live?.store ?? source.library.store;
      show(await work.run("importing", (progress) => source.library.import(file, name, to, progress)));
      return null;
    },
    async export({ format }) {
      const { name, startedAt } = shown.describe();
      if (format === "report-html" || format === "report-markdown") {
        const { loops, requests, sockets } = await polling.find(meanings.decoder, true);
        const { users, hours } = parsePollingSettings(source.settings().polling);
        const { messages } = counter.count();
        const facts = {
          name,
          startedAt,
          exportedAt: source.now(),
          version: source.version,
          requests,
          messages,
          sockets,
          users,
          hours,
        };
        return exportReport(facts, loops, tripFinder.findings, format);
      }
      const annotations = new Map(shown.annotations.all);
      const about = { name, startedAt, exportedAt: source.now(), version: source.version, annotations };
      return work.run("exporting", (progress) => exportFile(shown.session, about, format, progress));
    },
    async "stop-work"({ id }) {
      work.stop(id);
      return null;
    },
  };

  function reply(message: EngineReply, transfer: Transferable[] = []): void {
    port.postMessage(message, transfer);
  }

  /** The detail as it is answered: of a large payload, which is sent before it, without that. */
  function inPieces(id: number, detail: MessageDetail): MessageDetail {
    const { payload } = detail;
    const size = payload.length;
    if (size <= PIECE_BYTES) return detail;
    for (let from = 0; from < size; from += PIECE_BYTES) {
      const piece = payload.slice(from, from + PIECE_BYTES);
      reply({ id, piece, from, size }, [piece.buffer]);
    }
    return { ...detail, payload: new Uint8Array(0) };
  }

  async function answer({ id, call, params }: EngineRequest): Promise<void> {
    try {
      const result = await (handlers[call] as (params: unknown) => Promise<unknown>)(params);
      reply({ id, result: call === "message" ? inPieces(id, result as MessageDetail) : result });
    } catch (error) {
      if (error instanceof WorkStopped) reply({ id, stopped: true });
      else reply({ id, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  tripFinder.wake();
  port.onmessage = ({ data }: MessageEvent<EngineRequest>) => void answer(data);
  schedule(0);

  return {
    changed() {
      tripFinder.wake();
      schedule(statusEveryMs);
    },
    cleared: () => {
      if (shown.live) show(showLive());
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      meanings.end();
      if (tripTimer !== null) clearTimeout(tripTimer);
      tripFinder.end();
      statistics?.counts.end();
      view.end();
      finder.dispose();
      scanWorkers.dispose();
    },
  };
}

function toScope({ connection, also = [], span = null }: ViewParams): ViewScope {
  return { connections: connection === null ? null : new Set([connection, ...also]), span };
}

/** SHA-1 in base64, as RFC 6455 4.2.2 asks for it. */
async function digestOf(text: string | null): Promise<string | null> {
  if (text === null) return null;
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** What a page sends that is malformed is no traffic, but the reader must know of it. */
function refusals(count: number): Notice[] {
  if (count === 0) return [];
  const text = sayCount("refusedBatches", count);
  // Dismissed, it comes again when there are ten times as many, and not with each.
  return [{ id: `refused-${String(count).length}`, severity: "warning", text }];
}
