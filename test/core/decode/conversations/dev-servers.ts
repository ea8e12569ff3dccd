import type { Conversation } from "./conversation.ts";

/** By the sources of webpack-dev-server 5. */
export const webpackConversation: Conversation = {
  name: "webpack-dev-server",
  protocols: ["webpack-dev-server"],
  facts: { url: "ws://localhost:8080/ws" },
  lines: [
    '< {"type":"hot"}',
    '< {"type":"liveReload"}',
    '< {"type":"reconnect","data":10}',
    '< {"type":"overlay","data":true}',
    '< {"type":"hash","data":"9a1f2b3c4d5e6f708192"}',
    '< {"type":"ok"}',
    '< {"type":"invalid"}',
    '< {"type":"errors","data":[{"message":"Module not found"}]}',
  ],
  shown: [
    "hot: hot",
    "liveReload: liveReload",
    "·reconnect: reconnect 10",
    "overlay: overlay true",
    "hash: hash 9a1f2b3c4d5e6f708192",
    "ok: ok",
    "invalid: invalid",
    'errors: errors [{"message":"Module not found"}]',
  ],
};

/** By the sources of Next.js 15 with Turbopack. */
export const nextConversation: Conversation = {
  name: "Next.js hot updates",
  protocols: ["next-hmr"],
  facts: { url: "ws://localhost:3000/_next/webpack-hmr?id=x" },
  lines: [
    '< {"action":"turbopack-connected","data":{"sessionId":1}}',
    '> {"type":"turbopack-subscribe","path":"[client]/app.js"}',
    '< {"action":"building"}',
    '< {"action":"turbopack-message","data":{"type":"partial"}}',
    '< {"action":"built","hash":"1","errors":[],"warnings":[]}',
    '> {"event":"client-hmr-latency","startTime":1}',
    '> {"event":"ping"}',
  ],
  shown: [
    '·turbopack-connected: turbopack-connected {"sessionId":1}',
    "turbopack-subscribe: turbopack-subscribe",
    "building: building",
    'turbopack-message: turbopack-message {"type":"partial"}',
    "built: built 1",
    "client-hmr-latency: client-hmr-latency",
    "·ping: ping",
  ],
};

/** By the sources of Parcel 2. */
export const parcelConversation: Conversation = {
  name: "Parcel hot updates",
  protocols: ["parcel-hmr"],
  lines: [
    '< {"type":"update","assets":[{"id":"a","url":"/a.js","type":"js","output":"1","envHash":"e","depsByBundle":{}}]}',
    '< {"type":"reload"}',
    '< {"type":"error","diagnostics":{"ansi":[{"message":"no"}],"html":[]}}',
  ],
  shown: [
    'update: update [{"id":"a","url":"/a.js","type":"js","output":"1","envHash":"e","depsByBundle":{}}]',
    "reload: reload",
    'error: error [{"message":"no"}]',
  ],
};

/** By the protocol's description. */
export const liveReloadConversation: Conversation = {
  name: "LiveReload",
  protocols: ["livereload"],
  facts: { url: "ws://localhost:35729/livereload" },
  lines: [
    '> {"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}',
    '< {"command":"hello","protocols":["http://livereload.com/protocols/official-7"],"serverName":"x"}',
    '< {"command":"reload","path":"/style.css","liveCSS":true}',
  ],
  shown: ["·hello: hello", "·hello: hello", "reload: reload /style.css"],
};

const encoder = new TextEncoder();

/** By the sources of ttyd 1.7. */
export const ttydConversation: Conversation = {
  name: "ttyd",
  protocols: ["ttyd"],
  withoutFacts: [],
  facts: { subprotocol: "tty" },
  lines: [
    [">", encoder.encode('{"AuthToken":"","columns":80,"rows":24}')],
    ["<", encoder.encode("1bash (host)")],
    ["<", encoder.encode('2{"fontSize":13}')],
    ["<", encoder.encode("0\x1b[?2004h\x1b[01;32muser\x1b[00m$ ")],
    [">", encoder.encode("0l")],
    [">", encoder.encode('1{"columns":90,"rows":24}')],
  ],
  shown: [
    "·hello: hello",
    "·title: title bash (host)",
    '·preferences: preferences {"fontSize":13}',
    "output: user$",
    "input: l",
    '·resize: resize {"columns":90,"rows":24}',
  ],
};

/** By the format's version 2. */
export const asciicastConversation: Conversation = {
  name: "asciicast",
  protocols: ["asciicast"],
  lines: [
    '< {"version":2,"width":80,"height":24,"timestamp":1}',
    '< [0.248848,"o","\\u001b[1;31mHello \\u001b[32mWorld!\\u001b[0m\\r\\n"]',
    '< [1.001376,"o","That was ok\\r\\n"]',
    '< [1.5,"i","q"]',
    '< [2.1,"r","90x24"]',
    '< [3.0,"o","bye\\r\\n"]',
  ],
  shown: [
    '·header: {"version":2,"width":80,"height":24,"timestamp":1}',
    "output: Hello World! ",
    "output: That was ok ",
    "input: q",
    "·resize: 90x24",
    "output: bye ",
  ],
};
