import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { parseQuery } from "../../core/query/parse-query.ts";
import { asksForAnnotations } from "../../core/query/query.ts";
import { say } from "../../core/text/say.ts";
import type { TimeSpan } from "../../core/units.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import { type AnalysisStore, createAnalysisStore } from "./analysis.ts";
import { type CaptureStore, createCaptureStore } from "./capture.ts";
import { type CompareStore, createCompareStore } from "./compare-store.ts";
import { isPageFile } from "./connection-groups.ts";
import { type ConnectionRates, createConnectionRates } from "./connection-rates.ts";
import { type Copying, createCopying } from "./copying.ts";
import { createDecodedStore, type DecodedStore } from "./decoded.ts";
import { createDetailStore, type DetailStore } from "./detail.ts";
import type { EngineConnection, PanelHost } from "./engine-connection.ts";
import { createFilterCommands, type FilterCommands } from "./filter-commands.ts";
import { createFilterCompletion, type FilterCompletion } from "./filter-completion.ts";
import { createFilterMemory } from "./filter-memory.ts";
import { createFilteredView } from "./filtered-view.ts";
import { createFindStore, type FindStore } from "./find-store.ts";
import { createHandshakeStore, type HandshakeDetail } from "./handshake-store.ts";
import { holdStatus } from "./hold-status.ts";
import { isBegunAnew } from "./is-begun-anew.ts";
import { createKeptOrder, type KeptOrder } from "./kept-order.ts";
import { createListLook, type ListLook } from "./list-look.ts";
import { createMessageList, type MessageList } from "./message-list.ts";
import { createModelAnswerStore, type ModelAnswerStore } from "./model-answer.ts";
import { beforeNextFrame } from "./next-frame.ts";
import { createNoticeStore, type NoticeStore } from "./notices.ts";
import { createOwnDecoderStore, type OwnDecoderStore } from "./own-decoders.ts";
import { createPollingStore, type PollingStore } from "./polling.ts";
import { createRowMarks, type RowMarks } from "./row-marks.ts";
import { createRowSelection, type RowSelection } from "./row-selection.ts";
import { createRowTimes, type RowTimes } from "./row-times.ts";
import { createSchemaStore, type SchemaStore } from "./schemas.ts";
import { createScope } from "./scope.ts";
import { createSessionCommands, type SessionCommands } from "./session-commands.ts";
import { createSessionList, type SessionList } from "./session-list.ts";
import { createStatisticsStore, type StatisticsStore } from "./statistics.ts";
import { createTimelineStore, type TimelineStore } from "./timeline.ts";
import { wordsToMark } from "./words-to-mark.ts";

/** The tab that rows are in. */
const MESSAGES_TAB = "messages";

/** All that the panel shows, and what can be done in it. */
export interface PanelStore extends SessionCommands, FilterCommands {
  readonly host: PanelHost;
  /** Null until the engine has spoken. */
  readonly status: ReadonlySignal<EngineStatus | null>;
  /** A session is shown: the one being recorded, or one from the list. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** There is traffic of the kinds that the panel is for, not only marks and the page's own files. */
  readonly hasTraffic: ReadonlySignal<boolean>;
  readonly connections: ReadonlySignal<ReadonlyMap<number, ConnectionView>>;
  /** The connection that everything is about; null is all. */
  readonly scope: ReadonlySignal<number | null>;
  /** Without those that it was reconnected as. */
  readonly scopeAlone: ReadonlySignal<boolean>;
  readonly completion: FilterCompletion;
  /** The words, in lower case, that the filter and the search look for, to be marked where they stand. */
  readonly words: ReadonlySignal<readonly string[]>;
  readonly find: FindStore;
  /** The stretch of time that everything is about; null is all. */
  readonly span: ReadonlySignal<TimeSpan | null>;
  /** The ID of the tab that shows what is in scope. */
  readonly tab: ReadonlySignal<string>;
  readonly list: MessageList;
  readonly look: ListLook;
  readonly order: KeptOrder;
  readonly selection: RowSelection;
  readonly marks: RowMarks;
  readonly copying: Copying;
  readonly keysShown: Signal<boolean>;
  readonly times: RowTimes;
  readonly detail: DetailStore;
  readonly compare: CompareStore;
  readonly decoded: DecodedStore;
  readonly modelAnswer: ModelAnswerStore;
  readonly ownDecoders: OwnDecoderStore;
  readonly schemas: SchemaStore;
  readonly sessions: SessionList;
  readonly capture: CaptureStore;
  readonly notices: NoticeStore;
  /** The engine does not answer: what is shown of the recording is what it last said. */
  readonly isSilent: ReadonlySignal<boolean>;
  readonly settingsShown: Signal<boolean>;
  /** The facts of the chosen connection are shown, while no row is selected. */
  readonly connectionShown: ReadonlySignal<ConnectionView | null>;
  /** The handshake of the connection that is shown. */
  readonly handshake: ReadonlySignal<HandshakeDetail | null>;
  readonly timeline: TimelineStore;
  readonly analysis: AnalysisStore;
  readonly statistics: StatisticsStore;
  readonly polling: PollingStore;
  readonly rates: ConnectionRates;
  chooseTab(id: string): void;
  /** Leads to a row of the log: it is selected in Messages, whatever tab was shown. */
  showRow(row: number): void;
  hideConnection(): void;
  /** Chooses a connection, with those that it was reconnected as or is a reconnection of, or alone. */
  setScope(connection: number | null, alone?: boolean): void;
  setSpan(span: TimeSpan | null): void;
  dispose(): void;
}

/** The notice that the engine says nothing. */
const SILENT = "engine-silent";

/** Creates the stores over an engine. `schedule` runs a function before the next frame. */
export function createPanelStore(
  engine: EngineConnection,
  host: PanelHost,
  schedule: (run: () => void) => void = beforeNextFrame,
): PanelStore {
  const status = signal<EngineStatus | null>(null);
  const notices = createNoticeStore(status);
  const { fail } = notices;
  const list = createMessageList(engine, schedule, fail);
  const look = createListLook(status, (kept) => void attempt(engine.call("settings", { list: kept })));
  const order = createKeptOrder(status, (kept) => attempt(engine.call("settings", { order: kept })));
  const connections = computed(() => new Map(status.value?.connections.map((view) => [view.id, view])));
  const times = createRowTimes(look.time, status, connections);
  const selected = computed(() => list.cursor.value.row);
  const scope = createScope(status, () => view.send(true));
  const revision = computed(() => status.value?.view.revision ?? 0);
  const find = createFindStore(engine, status, list, fail);
  const detail = createDetailStore(engine, selected, revision, fail);
  const compare = createCompareStore(engine, detail.detail, status);
  const selection = createRowSelection(engine, list);
  const filtersMarks = computed(() => {
    const { query } = parseQuery(view.sent.value);
    // Of a text that is wrong, the one before still filters: it may.
    return query === undefined || (query !== null && asksForAnnotations(query));
  });
  const marks = createRowMarks(engine, status, { list, selection, detail, filtersMarks }, notices);
  const copying = createCopying(engine, (text) => host.copyText(text), fail);
  const sessions = createSessionList(engine, status, fail);
  const capture = createCaptureStore(host.capture, status, host.browser === "chromium", fail);
  async function attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (problem) {
      fail(problem);
    }
  }

  const view = createFilteredView(
    (text) => attempt(engine.call("set-view", { ...scope.params(), filter: text })),
    (isGrown, isMade) => {
      if (!isGrown) selection.clear();
      if (isMade) list.viewChanged(isGrown);
    },
  );
  const filterMemory = createFilterMemory(host.filters, () => status.peek()?.privateWindow === false, fail);
  const factsWanted = signal(false);
  const connectionShown = computed(() => {
    if (!factsWanted.value || selected.value !== null) return null;
    return scope.last.value;
  });
  /** At once; the engine remembers it for the next panel. */
  const chosenTab = signal<string | null>(null);

  function chooseTab(id: string): void {
    if (chosenTab.peek() === id) return;
    chosenTab.value = id;
    void attempt(engine.call("settings", { tab: id }));
  }

  const tab = computed(() => chosenTab.value ?? status.value?.settings.tab ?? MESSAGES_TAB);
  const stopHiding = effect(() => list.setVisible(tab.value === MESSAGES_TAB));
  const timeline = createTimelineStore(engine, status, scope.connections, fail, Date.now);
  const polling = createPollingStore(engine, status, scope.connection, fail, Date.now);
  const { isAll, shown } = timeline.window;
  const drawn = computed(() => (isAll.value ? null : shown.value));
  const analysis = createAnalysisStore(engine, status, scope.connections, fail, scope.span, drawn);
  const viewShown = computed(() =>
    JSON.stringify([scope.connection.value, scope.alone.value, scope.span.value, view.sent.value]),
  );
  const handshake = createHandshakeStore(engine, connectionShown, fail);
  const decoded = createDecodedStore(
    engine,
    { status, detail: detail.detail, connection: connectionShown },
    fail,
  );

  const modelAnswer = createModelAnswerStore(
    engine,
    { status, detail: detail.detail, connection: connectionShown, connections },
    fail,
  );
  const ownDecoders = createOwnDecoderStore(engine, host, status, fail);
  const schemas = createSchemaStore(engine, status, fail);

  const take = (next: EngineStatus) => {
    const before = status.peek();
    batch(() => {
      status.value = next;
      view.told();
      const isOther = before !== null && before.session.id !== next.session.id;
      const isAnew = before !== null && isBegunAnew(before, next);
      if (isAnew || before === null) {
        list.reset(next.session.live);
        times.reset();
        compare.reset();
        if (before !== null) marks.sessionChanged();
      }
      const chosen = scope.connection.peek();
      const isGone = chosen !== null && !next.connections.some(({ id }) => id === chosen);
      const isLeft = chosen !== null && (isOther || isGone);
      if (isLeft) scope.choose(null);
      const isPast = scope.span.peek() !== null && isAnew;
      if (isPast) scope.setSpan(null);
      if (isLeft || isPast) view.send();
      list.update(next);
    });
  };
  const stopStatus = engine.onStatus(holdStatus(list.prepare, take, schedule));
  const isSilent = signal(false);
  engine.onSilence((silent) => {
    isSilent.value = silent;
    if (silent) notices.tell({ id: SILENT, severity: "warning", text: say("theEngineDoesNotAnswer") });
    else notices.dismiss(SILENT);
  });
  const owned = [
    ...[view, scope, list, look, order, selection, marks, copying, detail],
    ...[compare, find, decoded, ownDecoders, schemas, handshake, sessions],
  ];
  // The engine may remember the view of a panel that was closed.
  view.send();

  return {
    ...createSessionCommands(engine, host, list.unselect, fail),
    ...createFilterCommands(view, filterMemory),
    host,
    status,
    isOpen: computed(
      () => status.value !== null && (status.value.session.live || status.value.session.id !== ""),
    ),
    hasTraffic: computed(
      () => (status.value?.messages ?? 0) > 0 || !(status.value?.connections.every(isPageFile) ?? true),
    ),
    connections,
    scope: scope.connection,
    scopeAlone: scope.alone,
    completion: createFilterCompletion(engine),
    words: wordsToMark(view.sent, find),
    find,
    span: scope.span,
    tab,
    list,
    look,
    order,
    selection,
    marks,
    copying,
    keysShown: signal(false),
    times,
    detail,
    compare,
    decoded,
    modelAnswer,
    ownDecoders,
    schemas,
    sessions,
    capture,
    notices,
    isSilent,
    settingsShown: signal(false),
    connectionShown,
    handshake: handshake.handshake,
    timeline,
    analysis,
    statistics: createStatisticsStore(engine, status, viewShown, fail, order.types),
    polling,
    rates: createConnectionRates(engine, status, isSilent, fail, Date.now),
    chooseTab,
    showRow(row) {
      chooseTab(MESSAGES_TAB);
      list.find(row);
    },
    hideConnection() {
      factsWanted.value = false;
    },
    setScope(connection, alone) {
      factsWanted.value = connection !== null;
      if (scope.choose(connection, alone)) view.send();
    },
    setSpan(next) {
      if (scope.span.peek() === next) return;
      scope.setSpan(next);
      view.send();
    },
    dispose() {
      stopStatus();
      stopHiding();
      for (const it of owned) it.dispose();
    },
  };
}
