import type { LabelledSession } from "../labelled-session.ts";
import { actAsPerson, loadSite } from "./site.ts";

const FORM = { "content-type": "application/x-www-form-urlencoded" };
const JSON_TYPE = { "content-type": "application/json" };

/** Applications that operate something: builds, clusters, dashboards, routers, downloads. */
export const OPERATIONS: readonly LabelledSession[] = [
  {
    name: "a build server: its log grows by offset, its queue and executors are asked by POST",
    loops: [
      { url: "/progressiveText", kind: "short" },
      { url: "/ajaxBuildQueue", kind: "short" },
      { url: "/ajaxExecutors", kind: "short" },
    ],
    fill(t) {
      const origin = "https://ci.example";
      loadSite(t, origin);
      let start = 0;
      t.row({
        from: 900,
        count: 40,
        after: 1000,
        url: `${origin}/job/web/118/logText/progressiveText`,
        request: () => {
          const body = `start=${start}`;
          const lines =
            t.random() < 0.6 ? `[${t.hex(6)}] compiled\n`.repeat(1 + Math.floor(4 * t.random())) : "";
          start += lines.length;
          return {
            method: "POST",
            body,
            headers: FORM,
            mime: "text/plain",
            answer: lines,
            type: "xhr",
            answerHeaders: { "x-text-size": String(start), "x-more-data": "true" },
          };
        },
      });
      for (const [name, from] of [
        ["ajaxBuildQueue", 1100],
        ["ajaxExecutors", 1180],
      ] as const) {
        t.row({
          from,
          count: 9,
          every: 5000,
          url: `${origin}/${name}`,
          request: () => ({
            method: "POST",
            body: "",
            headers: FORM,
            mime: "text/html",
            type: "xhr",
            answer: `<div id="x"><table><tr><td>${t.random() < 0.3 ? t.hex(4) : "Idle"}</td></tr></table></div>`,
          }),
        });
      }
    },
  },
  {
    name: "a forge: pipelines with ETags, most of them not modified",
    loops: [{ url: "/pipelines.json", kind: "short" }],
    fill(t) {
      const origin = "https://forge.example/group/app";
      loadSite(t, origin, ["/-/refs", "/-/pipelines.json?scope=all&page=1"]);
      let etag = t.hex(32);
      t.row({
        from: 10_800,
        count: 14,
        every: 10_000,
        url: `${origin}/-/pipelines.json?scope=all&page=1`,
        request: (index) => {
          const asked = etag;
          const isNew = index % 5 === 4;
          if (isNew) etag = t.hex(32);
          return {
            status: isNew ? 200 : 304,
            headers: { "if-none-match": `W/"${asked}"` },
            answerHeaders: { etag: `W/"${etag}"`, "poll-interval": "10000" },
            ...(isNew
              ? { answer: { pipelines: [{ id: index, status: "running" }], count: { all: 3 } } }
              : {}),
            stack: ["request", "fetchPipelines", "poll", "timer", "enable"],
          };
        },
      });
    },
  },
  {
    name: "a pull request's page that fetches pieces of HTML while checks run",
    loops: [{ url: "/partials/merging", kind: "short" }],
    fill(t) {
      const origin = "https://git.example/o/r/pull/412";
      loadSite(t, origin, ["/show_toc?base_sha=1", "/hovercard"]);
      t.row({
        from: 15_000,
        count: 9,
        every: 15_000,
        jitter: 0.1,
        url: `${origin}/partials/merging`,
        request: (index) => ({
          mime: "text/html; charset=utf-8",
          headers: { "x-requested-with": "XMLHttpRequest", "x-fetch-nonce": `v2:${t.uuid()}` },
          answer: `<div class="merge"><input type="hidden" name="authenticity_token" value="${t.hex(40)}">${index < 6 ? "2 pending" : "all passed"}</div>`,
        }),
      });
      actAsPerson(t, { from: 8000, times: 5, median: 14_000 }, (at, index) =>
        t.ask({
          at,
          url: `${origin}/files?page=${index}`,
          mime: "text/html",
          answer: `<div>${t.hex(20)}</div>`,
        }),
      );
    },
  },
  {
    name: "notebooks: four questions with a bare number for a cache-buster, every 10 s with jitter",
    loops: [
      { url: "/api/sessions", kind: "short" },
      { url: "/api/kernels", kind: "short" },
      { url: "/api/terminals", kind: "short" },
      { url: "/api/contents", kind: "short" },
    ],
    fill(t) {
      const origin = "https://notes.example";
      loadSite(t, origin, ["/api/kernelspecs?1700000000000", "/lab/api/settings?1700000000002"]);
      const stamp = (at: number) => 1_700_000_000_000 + Math.floor(at);
      const rows: readonly (readonly [string, unknown])[] = [
        ["sessions?", [{ id: "4a", kernel: { id: "77", execution_state: "idle" } }]],
        ["kernels?", [{ id: "77", execution_state: "idle", connections: 1 }]],
        ["terminals?", []],
        ["contents?content=1&hash=0&", { name: "", content: [{ name: "a.ipynb", size: 12_011 }] }],
      ];
      for (const [path, answer] of rows) {
        t.row({
          from: 1200 + 900 * t.random(),
          count: 13,
          after: 10_000,
          jitter: 0.18,
          url: (_index, at) => `${origin}/api/${path}${stamp(at)}`,
          request: { answer, stack: ["request", "poll", "timer", "schedule"] },
        });
      }
    },
  },
  {
    name: "a dashboard of three panels that each ask one data source for a window that moves",
    loops: [
      { url: "/api/ds/query", kind: "short" },
      { url: "/api/ds/query", kind: "short" },
      { url: "/api/ds/query", kind: "short" },
    ],
    fill(t) {
      const origin = "https://graphs.example";
      loadSite(t, origin, ["/api/dashboards/uid/abc", "/api/annotations?dashboardUID=abc"]);
      const queries = ["sum(rate(http_requests_total[5m]))", "node_load1", "histogram_quantile(0.9, le)"];
      let request = 100;
      for (let round = 0; round < 14; round += 1) {
        const now = 900 + round * 10_000 + 20 * t.random();
        for (const [panel, expr] of queries.entries()) {
          request += 1;
          const to = 1_700_000_000_000 + Math.floor(now);
          t.ask({
            at: now + panel * 4 + 10 * t.random(),
            url: `${origin}/api/ds/query?ds_type=prometheus&requestId=SQR${request}`,
            method: "POST",
            body: {
              queries: [
                { refId: "A", expr, datasource: { uid: "prom" }, intervalMs: 15_000, maxDataPoints: 780 },
              ],
              from: String(to - 3_600_000),
              to: String(to),
            },
            answer: { results: { A: { status: 200, frames: [{ data: { values: [[to], [t.random()]] } }] } } },
            ms: 60 + 200 * t.random(),
          });
        }
      }
    },
  },
  {
    name: "a cluster's dashboard: three lists each 5 s, until one goes to another view",
    loops: [
      { url: "/api/v1/pod/", kind: "short" },
      { url: "/api/v1/deployment/", kind: "short" },
      { url: "/api/v1/replicaset/", kind: "short" },
    ],
    fill(t) {
      const origin = "https://cluster.example";
      loadSite(t, origin, ["/api/v1/settings/global", "/api/v1/csrftoken/token", "/api/v1/login/status"]);
      for (const kind of ["pod", "deployment", "replicaset"]) {
        t.row({
          from: 1000 + 30 * t.random(),
          count: 12,
          every: 5000,
          url: `${origin}/api/v1/${kind}/default?itemsPerPage=10&page=1&sortBy=d,creationTimestamp`,
          request: (index) => ({
            answer: { listMeta: { totalItems: 3 }, items: [{ kind, restarts: index > 8 ? 1 : 0 }] },
          }),
        });
      }
      actAsPerson(t, { from: 64_000, times: 4, median: 5000 }, (at, index) =>
        t.ask({
          at,
          url: `${origin}/api/v1/pod/default/web-${t.hex(5)}/event?page=${index + 1}`,
          answer: { events: [] },
        }),
      );
    },
  },
  {
    name: "a cloud's console: one URL, the operation is a header; a table is awaited",
    loops: [{ url: "db.cloud.example/", kind: "short" }],
    fill(t) {
      const origin = "https://db.cloud.example";
      const call = (at: number, operation: string, body: object, answer: object) =>
        t.ask({
          at,
          url: `${origin}/`,
          method: "POST",
          body,
          headers: {
            "content-type": "application/x-amz-json-1.0",
            "x-amz-target": `Tables_20120810.${operation}`,
          },
          answer,
          answerHeaders: { "x-amzn-requestid": t.uuid() },
        });
      call(200, "ListTables", { Limit: 100 }, { TableNames: ["a"] });
      call(900, "DescribeLimits", {}, { AccountMaxReadCapacityUnits: 80_000 });
      call(14_000, "CreateTable", { TableName: "orders" }, { TableDescription: { TableStatus: "CREATING" } });
      let at = 16_000;
      for (let index = 0; index < 12; index += 1) {
        const TableStatus = index < 11 ? "CREATING" : "ACTIVE";
        call(at, "DescribeTable", { TableName: "orders" }, { Table: { TableStatus, ItemCount: 0 } });
        at += 3000 + 12 * t.random();
      }
      call(at + 4000, "Scan", { TableName: "orders", Limit: 50 }, { Items: [], Count: 0 });
    },
  },
  {
    name: "a router's pages: batches of JSON-RPC with counting IDs",
    loops: [{ url: "/ubus/", kind: "short" }],
    fill(t) {
      const origin = "http://router.example";
      loadSite(t, origin);
      const session = t.hex(32);
      let id = 1;
      t.row({
        from: 700,
        count: 16,
        every: 5000,
        url: (_index, at) => `${origin}/ubus/?${1_700_000_000_000 + Math.floor(at)}`,
        request: () => ({
          method: "POST",
          headers: JSON_TYPE,
          http: "http/1.1",
          body: [
            { jsonrpc: "2.0", id: id++, method: "call", params: [session, "network.interface", "dump", {}] },
            { jsonrpc: "2.0", id: id++, method: "call", params: [session, "system", "info", {}] },
            { jsonrpc: "2.0", id: id++, method: "call", params: [session, "luci-rpc", "getDHCPLeases", {}] },
          ],
          answer: [
            { jsonrpc: "2.0", id: id - 3, result: [0, { interface: [{ uptime: id * 2 }] }] },
            { jsonrpc: "2.0", id: id - 2, result: [0, { load: [Math.floor(9000 * t.random())] }] },
            { jsonrpc: "2.0", id: id - 1, result: [0, { dhcp_leases: [] }] },
          ],
        }),
      });
    },
  },
  {
    name: "a torrent client: differences by a counter every 1.5 s",
    loops: [{ url: "/sync/maindata", kind: "short" }],
    fill(t) {
      const origin = "http://box.example:8080";
      loadSite(t, origin, ["/api/v2/app/preferences", "/api/v2/app/version"]);
      t.row({
        from: 1000,
        count: 50,
        after: 1500,
        url: (index) => `${origin}/api/v2/sync/maindata?rid=${index}`,
        request: (index) => ({
          http: "http/1.1",
          type: "xhr",
          answer: {
            rid: index + 1,
            ...(t.random() < 0.5 ? { server_state: { dl_info_speed: Math.floor(1e6 * t.random()) } } : {}),
          },
        }),
      });
    },
  },
  {
    name: "another torrent client: two methods on one URL, and settings by hand",
    loops: [
      { url: "/transmission/rpc", kind: "short" },
      { url: "/transmission/rpc", kind: "short" },
    ],
    fill(t) {
      const url = "http://box.example:9091/transmission/rpc";
      const call = (method: string, args: object, answer: object) => ({
        method: "POST",
        headers: { ...JSON_TYPE, "x-transmission-session-id": "k3" },
        http: "http/1.1",
        body: { method, arguments: args },
        answer: { arguments: answer, result: "success" },
      });
      t.ask({ at: 100, url, ...call("session-get", {}, { version: "4" }) });
      t.row({
        from: 900,
        count: 25,
        every: 3000,
        url,
        request: () =>
          call(
            "torrent-get",
            { fields: ["id", "status", "rateDownload"], ids: "recently-active" },
            {
              removed: [],
              torrents: t.random() < 0.4 ? [{ id: 4, rateDownload: Math.floor(1e5 * t.random()) }] : [],
            },
          ),
      });
      t.row({
        from: 1000,
        count: 14,
        every: 5000,
        url,
        request: (index) =>
          call("session-stats", {}, { "current-stats": { secondsActive: index * 5 }, torrentCount: 2 }),
      });
      actAsPerson(t, { from: 20_000, times: 4, median: 9000 }, (at, index) =>
        t.ask({ at, url, ...call(index % 2 ? "torrent-stop" : "torrent-start", { ids: [4] }, {}) }),
      );
    },
  },
  {
    name: "file synchronisation: events are held, two states each 10 s",
    loops: [
      { url: "/rest/events", kind: "long" },
      { url: "/rest/system/connections", kind: "short" },
      { url: "/rest/system/status", kind: "short" },
    ],
    fill(t) {
      const origin = "http://127.0.0.1:8384";
      loadSite(t, origin, ["/rest/system/version", "/rest/config", "/rest/db/status?folder=default"]);
      let since = 40;
      t.row({
        from: 1200,
        count: 12,
        after: 5,
        url: () => `${origin}/rest/events?limit=30&since=${since}`,
        ms: () => Math.min(60_000, 900 + t.human(9000)),
        request: () => {
          since += 1 + Math.floor(3 * t.random());
          return { http: "http/1.1", answer: [{ id: since, type: "StateChanged", time: t.hex(8) }] };
        },
      });
      for (const name of ["connections", "status"]) {
        t.row({
          from: 1500,
          count: 14,
          every: 10_000,
          url: `${origin}/rest/system/${name}`,
          request: (index) => ({
            http: "http/1.1",
            answer: { uptime: index * 10, alloc: Math.floor(1e7 * t.random()) },
          }),
        });
      }
    },
  },
  {
    name: "a workflow's grid that refreshes itself while a run goes, and stops",
    loops: [{ url: "/object/grid_data", kind: "short" }],
    fill(t) {
      const origin = "https://flows.example";
      loadSite(t, origin, ["/object/grid_data?dag_id=etl&num_runs=25", "/object/graph_data?dag_id=etl"]);
      actAsPerson(t, { from: 6000, times: 3, median: 8000 }, (at) =>
        t.ask({ at, url: `${origin}/object/task_fail?task_id=${t.hex(3)}`, answer: [] }),
      );
      t.ask({
        at: 36_000,
        url: `${origin}/dags/etl/trigger`,
        method: "POST",
        body: "csrf=1",
        headers: FORM,
        status: 302,
      });
      t.row({
        from: 38_000,
        count: 18,
        every: 3000,
        url: `${origin}/object/grid_data?dag_id=etl&num_runs=25`,
        request: (index) => ({
          answer: { groups: [], dag_runs: [{ run_id: "m1", state: index < 17 ? "running" : "success" }] },
        }),
      });
    },
  },
];
