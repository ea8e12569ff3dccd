import { bucketWidth, type Counted, emptyBuckets } from "../../src/core/analysis/density-histogram.ts";
import { type Annotation, changeAnnotation, NO_ANNOTATION } from "../../src/core/model/annotation.ts";
import { NO_DEEP_CAPTURE } from "../../src/core/wire/deep-capture.ts";
import type { EngineCall, EngineCalls, ViewParams } from "../../src/core/wire/engine-api.ts";
import type { ConnectionView, EngineStatus } from "../../src/core/wire/engine-status.ts";
import type { Row } from "../../src/core/wire/row.ts";
import type { SessionSummary } from "../../src/core/wire/session-summary.ts";
import type { StatisticsGroup } from "../../src/core/wire/statistics-answer.ts";
import type { EngineConnection } from "../../src/panel/store/engine-connection.ts";
import { makeConnections, makeRow, STARTED_AT, timeOf } from "./synthetic-session.ts";

/** What the fake engine begins with. */
export interface FakeEngineOptions {
  readonly rows?: number;
  readonly sessions?: readonly SessionSummary[];
  readonly status?: Partial<EngineStatus>;
}

/** An engine in memory, over rows that are made when asked for. */
export interface FakeEngine extends EngineConnection {
  readonly calls: { call: EngineCall; params: unknown }[];
  readonly status: EngineStatus;
  /** Adds rows, as traffic does. */
  grow(count: number): void;
  /** Changes the state and tells of it. */
  change(status: Partial<EngineStatus>): void;
  /** Tells that it says nothing any more, or that it does again. */
  silence(isSilent: boolean): void;
  /** Lets the next call of a kind fail. */
  failNext(call: EngineCall, problem: string): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const NOTHING_SAID = { wrong: null, notes: [], problem: null, find: null };

/** Payloads of chosen rows, for what the synthetic rows do not have. */
export const EXTRA_PAYLOADS = new Map<number, Uint8Array<ArrayBuffer>>();

/** Creates a fake engine. */
export function createFakeEngine(options: FakeEngineOptions = {}): FakeEngine {
  let total = options.rows ?? 100_000;
  let scope: number | null = null;
  let filter = "";
  let span: ViewParams["span"] = null;
  let matching: number[] | null = null;
  let found: number[] = [];
  let sessions = [...(options.sessions ?? [])];
  const laneOf: { connection: number; counted: Counted }[] = [];
  const calls: FakeEngine["calls"] = [];
  const annotations = new Map<number, Annotation>();
  const failures = new Map<EngineCall, string>();
  const listeners = new Set<(status: EngineStatus) => void>();
  let tellSilence: (isSilent: boolean) => void = () => {};
  const connections: Writable<ConnectionView>[] = makeConnections();
  let status: EngineStatus = {
    session: {
      id: "live",
      name: "shop.example",
      live: true,
      startedAt: total > 0 ? STARTED_AT : null,
      kept: "disk",
    },
    canRecord: true,
    recording: true,
    preserve: true,
    privateWindow: false,
    analysis: { revision: 0, findings: 0, busy: false, examined: true },
    page: "https://shop.example/",
    pageOff: false,
    reloadNeeded: false,
    withheld: false,
    closed: false,
    bodiesPaused: false,
    ownDecoders: 0,
    schemas: 0,
    deep: NO_DEEP_CAPTURE,
    settings: { recordWhileHidden: true, tab: "messages" },
    connections: [],
    messages: 0,
    requests: 0,
    sentBytes: 0,
    receivedBytes: 0,
    dropped: 0,
    hookFailures: 0,
    annotations: { revision: 0, marked: 0, pinned: 0, noted: 0 },
    view: { revision: 1, total: 0, matched: 0, filtering: false, looked: 1, ...NOTHING_SAID },
    work: null,
    notices: [],
  };

  function takeIn(): void {
    for (let index = laneOf.length; index < total; index += 1) {
      const { connection, direction } = makeRow(index);
      laneOf.push({ connection, counted: direction ?? "other" });
    }
  }

  function count(from: number): void {
    for (let index = from; index < total; index += 1) {
      const row = makeRow(index);
      const connection = connections[row.connection - 1];
      if (connection === undefined || row.kind === "mark") continue;
      const side = row.direction === "sent" ? "sent" : "received";
      connection[side] += 1;
      connection[`${side}Bytes`] += row.payload.length;
    }
  }

  function contains(index: number, text: string): boolean {
    return makeRow(index).preview.toLowerCase().includes(text.toLowerCase());
  }

  function matches(index: number): boolean {
    const row = makeRow(index);
    if (scope !== null && row.connection !== scope) return false;
    const at = timeOf(index);
    if (span && (at < span.from || at >= span.until)) return false;
    return filter === "" || contains(index, filter);
  }

  function search(from: number): void {
    if (scope === null && filter === "" && !span) {
      matching = null;
      return;
    }
    matching = from === 0 ? [] : (matching ?? []);
    for (let index = from; index < total; index += 1) if (matches(index)) matching.push(index);
  }

  /** Those that were put in the place of the made ones. */
  let given: readonly ConnectionView[] | null = null;

  function tell(changes: Partial<EngineStatus> = {}): void {
    given = changes.connections ?? given;
    const shown = total === 0 ? [] : connections.map((connection) => ({ ...connection }));
    const sum = (key: "sent" | "received" | "sentBytes" | "receivedBytes") =>
      shown.reduce((all, connection) => all + connection[key], 0);
    const inScope = scope === null ? total : (matching?.length ?? 0);
    status = {
      ...status,
      connections: given ?? shown,
      messages: sum("sent") + sum("received"),
      requests: shown[4]?.received ?? 0,
      sentBytes: sum("sentBytes"),
      receivedBytes: sum("receivedBytes"),
      dropped: Math.floor((total + 497) / 997) * 41,
      view: {
        revision: status.view.revision + 1,
        total: filter === "" ? inScope : total,
        matched: matching?.length ?? total,
        filtering: false,
        looked: 1,
        ...NOTHING_SAID,
      },
      ...changes,
    };
    for (const listener of listeners) listener(status);
  }

  function changed(changes: Partial<EngineStatus>): null {
    tell(changes);
    return null;
  }

  function toRow(position: number): Row {
    const index = matching?.[position] ?? position;
    const made = makeRow(index);
    const before = position === 0 ? null : (matching?.[position - 1] ?? position - 1);
    const payload = EXTRA_PAYLOADS.get(index) ?? made.payload;
    return {
      row: index,
      kind: made.kind,
      at: timeOf(index),
      deltaMs: before === null ? null : timeOf(index) - timeOf(before),
      connection: made.connection,
      direction: made.direction,
      payloadType: made.payloadType,
      size: payload.length,
      name: made.name,
      eventId: made.eventId,
      preview: made.preview,
      previewCut: made.preview.length < payload.length,
      problem: "",
      missingBytes: 0,
      unheard: false,
      cut: false,
      found: false,
      meaning: null,
      trip: null,
      ...(annotations.get(index) ?? NO_ANNOTATION),
    };
  }

  function positionOf(row: number): number | null {
    if (matching === null) return row < total ? row : null;
    const at = matching.indexOf(row);
    return at < 0 ? null : at;
  }

  const answers: { [C in EngineCall]: (params: EngineCalls[C]["params"]) => EngineCalls[C]["result"] } = {
    "stop-work": () => changed({ work: null }),
    "model-answer": () => null,
    "set-view": (params) => {
      scope = params.connection;
      filter = params.filter;
      span = params.span;
      search(0);
      // Each view counts its revisions anew.
      status = { ...status, view: { ...status.view, revision: 0 } };
      tell();
      return null;
    },
    find: ({ text }) => {
      found =
        text === ""
          ? []
          : Array.from({ length: total }, (_, index) => index).filter((index) => contains(index, text));
      const find =
        text === "" ? null : { text, matched: found.length, looking: false, wrong: null, problem: null };
      tell({ view: { ...status.view, revision: status.view.revision + 1, find } });
      return null;
    },
    "find-from": ({ row, by }) => {
      const next =
        by < 0
          ? found.findLastIndex((it) => row === null || it < row)
          : found.findIndex((it) => row === null || (by === 0 ? it >= row : it > row));
      const at = next === -1 ? (by < 0 ? found.length - 1 : 0) : next;
      const match = found[at];
      return match === undefined ? null : { row: match, index: positionOf(match), ordinal: at + 1 };
    },
    vocabulary: () => ({ url: connections.map(({ url }) => url), event: ["price"], proto: ["json.v1"] }),
    rows: ({ start, count: wanted }) => {
      const matched = matching?.length ?? total;
      const length = Math.max(0, Math.min(wanted, matched - start));
      const rows = Array.from({ length }, (_, offset) => toRow(start + offset));
      return { revision: status.view.revision, start, matched, rows };
    },
    "alike-before": ({ row }) => {
      const { connection, direction, kind } = makeRow(row);
      for (let at = row - 1; at >= 0; at -= 1) {
        const it = makeRow(at);
        if (it.connection === connection && it.direction === direction && it.kind === kind)
          return { row: at, isSure: true };
      }
      return null;
    },
    message: ({ row }) => {
      const made = makeRow(row);
      const payload = EXTRA_PAYLOADS.get(row) ?? made.payload;
      return {
        row: { ...toRow(positionOf(row) ?? 0), row },
        payload,
        record: made.record,
        pieces: null,
        inBody: null,
      };
    },
    polling: () => ({
      requests: 0,
      looked: 0,
      reading: false,
      forgotten: 0,
      loops: [],
      sockets: [],
      moreSockets: 0,
    }),
    density: ({ windows }) => {
      takeIn();
      return {
        extent: total === 0 ? null : { from: timeOf(0), until: timeOf(total - 1) },
        lanes: windows.map((window) => {
          const buckets = emptyBuckets(
            window.from,
            window.until,
            bucketWidth(window.until - window.from, window.most),
          );
          const first = Math.max(0, Math.floor((window.from - STARTED_AT) / 25) - 1);
          for (let index = first; index < total && timeOf(index) < window.until; index += 1) {
            const lane = laneOf[index];
            if (lane === undefined || !window.connections.includes(lane.connection)) continue;
            const at = Math.floor((timeOf(index) - buckets.from) / buckets.widthMs);
            const counts = buckets[lane.counted];
            if (at >= 0 && at < counts.length) counts[at] = (counts[at] ?? 0) + 1;
          }
          return { ...buckets, matched: null, firstAt: timeOf(0), lastAt: timeOf(total - 1), silence: null };
        }),
      };
    },
    statistics: ({ by }) => {
      takeIn();
      const groups = new Map<string, StatisticsGroup>();
      for (const [index, { connection, counted }] of laneOf.entries()) {
        if (counted === "other") continue;
        const { payloadType, name, payload } = makeRow(index);
        const kind = connections[connection - 1]?.kind ?? "websocket";
        const key = [kind, counted, payloadType, name].join();
        const at = timeOf(index);
        const before = groups.get(key);
        groups.set(key, {
          kind,
          method: null,
          direction: counted,
          payloadType,
          event: name,
          protocol: "",
          meaning: "",
          means: null,
          rest: false,
          count: (before?.count ?? 0) + 1,
          bytes: (before?.bytes ?? 0) + payload.length,
          minBytes: Math.min(before?.minBytes ?? Infinity, payload.length),
          medianBytes: payload.length,
          p95Bytes: payload.length,
          maxBytes: Math.max(before?.maxBytes ?? 0, payload.length),
          firstAt: before?.firstAt ?? at,
          lastAt: at,
          firstRow: before?.firstRow ?? index,
          lastRow: index,
        });
      }
      return { by, counted: total, total, marks: 0, problem: null, groups: [...groups.values()] };
    },
    decoded: ({ row }) => ({
      row,
      claims: [],
      runnerUp: null,
      rule: null,
      own: null,
      parts: [],
      readBytes: 0,
    }),
    "own-answers": () => null,
    "own-again": () => null,
    "decoded-children": () => [],
    "decoded-value": () => null,
    "decoded-json": () => null,
    "decoded-find": () => ({ paths: [], more: false }),
    protocols: () => ({ claims: [], runnerUp: null, rule: null, own: null }),
    decoders: () => [{ id: "json-rpc", name: "JSON-RPC", frames: false, stack: ["json-rpc"] }],
    handshake: () => {
      throw new Error("This handshake is no longer there.");
    },
    "read-network-log": () => null,
    "round-trips": () => ({ revision: 0, busy: false, skipped: 0, groups: [], choices: [] }),
    latency: () => [],
    findings: () => [],
    annotate: ({ rows, change }) => {
      for (const row of rows) {
        const next = changeAnnotation(annotations.get(row) ?? NO_ANNOTATION, change);
        if (next === null) annotations.delete(row);
        else annotations.set(row, next);
      }
      const count = (of: (it: Annotation) => boolean) => [...annotations.values()].filter(of).length;
      tell({
        annotations: {
          revision: status.annotations.revision + 1,
          marked: count(({ marked }) => marked),
          pinned: count(({ pinned }) => pinned),
          noted: count(({ note }) => note !== ""),
        },
      });
      return null;
    },
    "row-numbers": ({ start, end }) => {
      const last = Math.min(end, matching?.length ?? total);
      return Uint32Array.from(
        { length: Math.max(0, last - start) },
        (_, at) => matching?.[start + at] ?? start + at,
      );
    },
    "copy-rows": ({ rows, format }) => {
      const some = rows.slice(0, 300);
      return { texts: some.map((row) => `${format} ${row}`), done: some.length, skipped: 0, incomplete: 0 };
    },
    pinned: () =>
      [...annotations]
        .filter(([, { pinned }]) => pinned)
        .map(([row]) => ({ ...toRow(positionOf(row) ?? row), deltaMs: null })),
    marked: () => ({
      rows: [...annotations]
        .filter(([, { marked }]) => marked)
        .map(([row]) => row)
        .sort((a, b) => a - b),
      more: 0,
    }),
    "find-marked": ({ from, step }) => {
      const matched = matching?.length ?? total;
      for (let index = from + step; index >= 0 && index < matched; index += step) {
        const row = matching?.[index] ?? index;
        if (annotations.get(row)?.marked) return { row, index };
      }
      return null;
    },
    locate: ({ row }) => positionOf(row),
    record: ({ on }) => changed({ recording: on }),
    preserve: ({ on }) => changed({ preserve: on }),
    clear: () => {
      total = 0;
      search(0);
      tell();
      return null;
    },
    settings: (settings) => {
      tell({ settings: { ...status.settings, ...settings } });
      return status.settings;
    },
    sessions: () => sessions,
    "open-session": ({ id }) => {
      const found = sessions.find((session) => session.id === id);
      if (found === undefined) throw new Error("This session is not there any more.");
      tell({
        session: { ...status.session, id, name: found.name, live: found.live, startedAt: found.startedAt },
      });
      return null;
    },
    "show-live": () => {
      tell({ session: { ...status.session, id: "live", name: "shop.example", live: true } });
      return null;
    },
    "rename-session": ({ id, name }) => {
      sessions = sessions.map((session) => (session.id === id ? { ...session, name } : session));
      return null;
    },
    "delete-session": ({ id }) => {
      sessions = sessions.filter((session) => session.id !== id);
      return null;
    },
    import: ({ name }) => {
      throw new Error(`“${name}” is neither a HAR nor a session file of Duplex.`);
    },
    export: ({ format }) => ({
      file: new Blob(["{}"], { type: "application/json" }),
      name: format === "har" ? "session.har" : "session.duplex",
    }),
  };

  count(0);
  tell(options.status);

  return {
    calls,
    get status() {
      return status;
    },
    async call(call, params) {
      calls.push({ call, params });
      await Promise.resolve();
      const problem = failures.get(call);
      if (problem !== undefined) {
        failures.delete(call);
        throw new Error(problem);
      }
      return answers[call](params);
    },
    onJob() {},
    onSilence(listener) {
      tellSilence = listener;
    },
    silence: (isSilent) => tellSilence(isSilent),
    onStatus(listener) {
      listeners.add(listener);
      listener(status);
      return () => listeners.delete(listener);
    },
    grow(more) {
      const from = total;
      total += more;
      count(from);
      search(from);
      tell();
    },
    change: tell,
    failNext: (call, problem) => failures.set(call, problem),
  };
}
