import type { ApplicationSession } from "./application-traffic.ts";

/** Notebooks, machines, wallets. */
export const HOLD_OUT_MACHINES: readonly ApplicationSession[] = [
  {
    name: "tRPC batch, refetchInterval 5 s",
    loops: [{ url: "/api/trpc/", kind: "short" }],
    fill(t) {
      t.site("https://saas.example");
      const b = "https://saas.example/api/trpc/";
      t.row({
        from: 1500,
        count: 35,
        every: 5000,
        jitter: 0.01,
        ms: 110,
        url: `${b}notifications.unread,jobs.active?batch=1&input=%7B%220%22%3A%7B%7D%2C%221%22%3A%7B%7D%7D`,
        request: () => ({
          answer: [
            { result: { data: { count: 0 } } },
            { result: { data: { jobs: t.random() < 0.3 ? [{ id: 1, pct: t.int(1, 99) }] : [] } } },
          ],
          stack: ["fetch", "httpBatch", "timer"],
        }),
      });
      t.person(2000, 18, 9000, (at) =>
        t.ask({
          at,
          url: `${b}${t.pick(["project.byId", "project.list,team.list", "billing.plan"])}?batch=1&input=%7B%220%22%3A%7B%22id%22%3A%22${t.int(1, 99)}%22%7D%7D`,
          answer: [{ result: { data: { x: t.word(6) } } }],
        }),
      );
    },
  },
  {
    name: "Ethereum JSON-RPC block number among calls",
    loops: [{ url: "/v3/", kind: "short" }],
    fill(t) {
      t.site("https://dex.example");
      const u = `https://mainnet.infura.example/v3/${t.hex(32)}`;
      let id = 1,
        b = 21000000;
      t.row({
        from: 1500,
        count: 40,
        every: 4000,
        jitter: 0.05,
        ms: 120,
        url: u,
        request: () => {
          if (t.random() < 0.33) b += 1;
          return {
            method: "POST",
            body: { jsonrpc: "2.0", id: id++, method: "eth_blockNumber", params: [] },
            answer: { jsonrpc: "2.0", id, result: `0x${b.toString(16)}` },
            stack: ["fetch", "send", "poll", "timer"],
          };
        },
      });
      t.person(1700, 30, 4500, (at) =>
        t.ask({
          at,
          method: "POST",
          url: u,
          body: {
            jsonrpc: "2.0",
            id: id++,
            method: t.pick(["eth_call", "eth_getBalance", "eth_estimateGas"]),
            params: [{ to: `0x${t.hex(40)}` }, "latest"],
          },
          answer: { jsonrpc: "2.0", id, result: `0x${t.hex(64)}` },
          stack: ["fetch", "send", "call"],
        }),
      );
    },
  },
  {
    name: "JupyterLab: sessions, kernels, terminals",
    loops: [
      { url: "/api/sessions", kind: "short" },
      { url: "/api/kernels", kind: "short" },
      { url: "/api/terminals", kind: "short" },
      { url: "/api/contents", kind: "short" },
    ],
    fill(t) {
      const o = "https://hub.example/user/x";
      t.site("https://hub.example", ["/lab/api/settings"]);
      for (const p of ["/api/sessions", "/api/kernels", "/api/terminals", "/api/contents"])
        t.row({
          from: 1500 + 800 * t.random(),
          count: 20,
          every: 10000,
          jitter: 0.1,
          ms: 40,
          url: (_i, _at) => `${o}${p}?${p === "/api/contents" ? "content=1&hash=0&" : ""}${t.ms()}`,
          request: () => ({
            answer:
              p === "/api/contents"
                ? { name: "", content: [{ name: "a.ipynb" }] }
                : [{ id: "k1", execution_state: t.pick(["idle", "busy"]) }],
            stack: ["fetch", "handleRequest", "_execute", "timer", "_schedule"],
          }),
        });
    },
  },
  {
    name: "Proxmox resources, tasks, status",
    loops: [
      { url: "/cluster/resources", kind: "short" },
      { url: "/cluster/tasks", kind: "short" },
      { url: "/status/current", kind: "short" },
    ],
    fill(t) {
      const o = "https://pve.example/api2/json";
      t.site("https://pve.example");
      for (const [p, e] of [
        ["/cluster/resources", 3000],
        ["/cluster/tasks", 5000],
        ["/nodes/pve/qemu/100/status/current", 1000],
      ] as const)
        t.row({
          from: 1500 + 400 * t.random(),
          count: Math.round(120000 / e),
          after: e,
          ms: 40,
          url: o + p,
          request: () => ({
            type: "xhr",
            answer: { data: [{ id: "qemu/100", cpu: p.endsWith("tasks") ? 0 : t.random() }] },
            stack: ["send", "request", "timer"],
          }),
        });
    },
  },
  {
    name: "qBittorrent sync/maindata",
    loops: [{ url: "/sync/maindata", kind: "short" }],
    fill(t) {
      let r = 0;
      t.site("https://nas.example", ["/api/v2/app/preferences"]);
      t.row({
        from: 1500,
        count: 70,
        after: 1500,
        ms: 25,
        url: () => `https://nas.example/api/v2/sync/maindata?rid=${r++}&rd=${t.random()}`,
        request: () => ({
          type: "xhr",
          answer: { rid: r, ...(t.random() < 0.7 ? { server_state: { dl_info_speed: t.int(0, 9e6) } } : {}) },
          stack: ["send", "MochaRequest", "timer"],
        }),
      });
    },
  },
  {
    name: "htmx every 2s",
    loops: [{ url: "/partials/queue", kind: "short" }],
    fill(t) {
      t.site("https://django.example");
      t.row({
        from: 1500,
        count: 40,
        every: 2000,
        ms: 40,
        url: "https://django.example/partials/queue/",
        request: () => ({
          type: "xhr",
          headers: { "hx-request": "true", "hx-target": "queue" },
          mime: "text/html; charset=utf-8",
          answer: `<ul id="queue"><li>${t.random() < 0.2 ? t.word(4) : "a"}</li></ul>`,
          stack: ["send", "issueAjaxRequest", "timer"],
        }),
      });
    },
  },
];
