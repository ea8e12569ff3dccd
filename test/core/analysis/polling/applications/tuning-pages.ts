import type { ApplicationSession } from "./application-traffic.ts";

/** Dashboards, editors and logins that were not found at first. */
export const TUNING_PAGES: readonly ApplicationSession[] = [
  {
    name: "Airflow auto-refresh 3 s",
    loops: [
      { url: "/object/grid_data", kind: "short" },
      { url: "/dag_stats", kind: "short" },
    ],
    fill(t) {
      t.site("https://airflow.example");
      t.row({
        from: 1500,
        count: 50,
        every: 3000,
        ms: 180,
        url: "https://airflow.example/object/grid_data?dag_id=etl&num_runs=25",
        request: () => ({
          answer: {
            dag_runs: [{ run_id: "manual__2026", state: "running" }],
            groups: { state: t.pick(["queued", "running"]) },
          },
          stack: ["send", "dispatchXhrRequest", "fetchFn", "timer"],
          type: "xhr",
        }),
      });
      t.row({
        from: 2000,
        count: 10,
        every: 15000,
        ms: 180,
        url: "https://airflow.example/dag_stats",
        request: () => ({
          method: "POST",
          body: "dag_ids=etl&dag_ids=load",
          answer: { etl: [{ state: "running", count: 1 }] },
          stack: ["fetch", "refreshDagStats", "timer"],
        }),
      });
    },
  },
  {
    name: "Kibana dashboard auto-refresh 30 s by bsearch",
    loops: [{ url: "/internal/bsearch", kind: "short" }],
    fill(t) {
      const o = "https://kibana.example";
      t.site(o, ["/api/status", "/internal/security/session"]);
      for (let tick = 0; tick < 14; tick++)
        t.ask({
          at: 3000 + tick * 30000 + 30 * t.random(),
          ms: 300 + 400 * t.random(),
          method: "POST",
          url: `${o}/internal/bsearch?compress=true`,
          type: "fetch",
          headers: { "kbn-version": "8.15.0" },
          stack: ["fetch", "send", "timer", "autoRefresh"],
          body: {
            batch: [
              {
                request: {
                  params: {
                    index: "logs-*",
                    body: {
                      query: {
                        range: {
                          "@timestamp": {
                            gte: `2026-10-14T07:${10 + tick}:00.000Z`,
                            lte: `2026-10-14T08:${10 + tick}:00.000Z`,
                          },
                        },
                      },
                    },
                    preference: 1791965,
                  },
                },
              },
              { request: { params: { index: "metrics-*" } } },
            ],
          },
          mime: "text/plain",
          answer: t.word(300),
        });
    },
  },
  {
    name: "Plotly Dash Interval and reload hash",
    loops: [
      { url: "/_dash-update-component", kind: "short" },
      { url: "/_reload-hash", kind: "short" },
    ],
    fill(t) {
      t.site("https://dash.example", ["/_dash-layout", "/_dash-dependencies"]);
      let n = 0;
      t.row({
        from: 1500,
        count: 60,
        every: 2000,
        ms: 70,
        url: "https://dash.example/_dash-update-component",
        request: () => ({
          method: "POST",
          body: {
            output: "graph.figure",
            outputs: { id: "graph", property: "figure" },
            inputs: [{ id: "interval", property: "n_intervals", value: n++ }],
            changedPropIds: ["interval.n_intervals"],
          },
          answer: { multi: true, response: { graph: { figure: { data: [t.random()] } } } },
          stack: ["fetch", "handleServerside", "timer"],
        }),
      });
      t.row({
        from: 2500,
        count: 40,
        every: 3000,
        ms: 20,
        url: "https://dash.example/_reload-hash",
        request: () => ({
          answer: { files: [], hard: false, packages: ["dash"], reloadHash: "ab12" },
          stack: ["fetch", "apiThunk", "timer"],
        }),
      });
      t.person(5000, 9, 12000, (at) =>
        t.ask({
          at,
          method: "POST",
          url: "https://dash.example/_dash-update-component",
          body: {
            output: "table.data",
            outputs: { id: "table", property: "data" },
            inputs: [{ id: "dropdown", property: "value", value: t.word(4) }],
            changedPropIds: ["dropdown.value"],
          },
          answer: { multi: true, response: { table: { data: [t.word(5)] } } },
        }),
      );
    },
  },
  {
    name: "QR login polled by POST each 5 s",
    loops: [{ url: "/PollAuthSessionStatus/", kind: "short" }],
    fill(t) {
      t.site("https://games.example");
      t.row({
        from: 1500,
        count: 24,
        after: 5000,
        ms: 130,
        url: "https://api.games.example/IAuthenticationService/PollAuthSessionStatus/v1/",
        request: () => ({
          method: "POST",
          headers: { "content-type": `multipart/form-data; boundary=----WebKitFormBoundary${t.word(16)}` },
          body: `------WebKitFormBoundary${t.word(16)}\r\nContent-Disposition: form-data; name="input_protobuf_encoded"\r\n\r\nCNHm\r\n`,
          mime: "application/octet-stream",
          answer: "",
          stack: ["fetch", "poll", "timer"],
        }),
      });
    },
  },
  {
    name: "WordPress Heartbeat in the editor",
    loops: [{ url: "/wp-admin/admin-ajax.php", kind: "short" }],
    fill(t) {
      t.site("https://blog.example", ["/wp-json/wp/v2/types"]);
      t.row({
        from: 10000,
        count: 20,
        every: (i) => (i < 8 ? 10000 : 60000),
        jitter: 0.01,
        ms: 350,
        url: "https://blog.example/wp-admin/admin-ajax.php",
        request: () => ({
          method: "POST",
          type: "xhr",
          body: `data%5Bwp-refresh-post-lock%5D%5Bpost_id%5D=7&interval=${10}&_nonce=${t.hex(10)}&action=heartbeat&screen_id=post&has_focus=${t.random() < 0.8}`,
          answer: { "wp-refresh-post-lock": { new_lock: "1791965:1" }, server_time: t.sec() },
          stack: ["send", "ajax", "connect", "timer", "scheduleNextTick"],
        }),
      });
      t.person(15000, 12, 25000, (at) =>
        t.ask({
          at,
          method: "POST",
          type: "xhr",
          url: "https://blog.example/wp-admin/admin-ajax.php",
          body: `action=query-attachments&post_id=7&query%5Bpaged%5D=${t.int(1, 5)}`,
          answer: { success: true, data: [{ id: t.int(1, 99) }] },
        }),
      );
    },
  },
];
