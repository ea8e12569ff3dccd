import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

/** A binary message of serializer 2.0.0: the kind, the lengths of the texts, the texts, the payload. */
function binary(kind: number, texts: readonly string[], payload: readonly number[]): Uint8Array {
  const encoded = texts.map((it) => encoder.encode(it));
  return Uint8Array.from([
    kind,
    ...encoded.map((it) => it.length),
    ...encoded.flatMap((it) => [...it]),
    ...payload,
  ]);
}

/** By the serializers of phoenix 1.8. */
export const phoenixConversation: Conversation = {
  name: "Phoenix 2.0.0, with binary messages",
  protocols: ["phoenix"],
  facts: { url: "wss://host.example/socket/websocket?token=x&vsn=2.0.0" },
  lines: [
    '> ["3","3","room:1","phx_join",{}]',
    '< ["3","3","room:1","phx_reply",{"status":"ok","response":{}}]',
    '> ["3","5","room:1","shout",{"text":"hi"}]',
    '< ["3","5","room:1","phx_reply",{"status":"error","response":{"reason":"no"}}]',
    '< ["3",null,"room:1","shout",{"text":"hi"}]',
    '> [null,"6","phoenix","heartbeat",{}]',
    '< [null,"6","phoenix","phx_reply",{"status":"ok","response":{}}]',
    [">", binary(0, ["3", "7", "room:1", "file"], [1, 2])],
    ["<", binary(1, ["3", "7", "room:1", "ok"], [3])],
    ["<", binary(2, ["room:1", "file"], [1, 2])],
    ["<", binary(0, ["3", "room:1", "file"], [1])],
  ],
  shown: [
    "·join phx_join {request room:1 3}: room:1 phx_join",
    "reply phx_reply {reply room:1 3}: room:1 reply ok",
    'push shout {request room:1 5}: room:1 shout {"text":"hi"}',
    'reply phx_reply {reply room:1 5}: room:1 reply error {"reason":"no"}',
    'broadcast shout: room:1 shout {"text":"hi"}',
    "·heartbeat heartbeat {request phoenix 6}: phoenix heartbeat",
    "·heartbeat phx_reply {reply phoenix 6}: phoenix reply ok",
    "push file {request room:1 7}: room:1 file",
    "reply phx_reply {reply room:1 7}: room:1 reply ok",
    "broadcast file: room:1 file",
    "broadcast file: room:1 file",
  ],
};

export const phoenixOneConversation: Conversation = {
  name: "Phoenix 1.0.0 (Supabase Realtime)",
  protocols: ["phoenix"],
  facts: { url: "wss://x.example/realtime/v1/websocket?apikey=k&vsn=1.0.0" },
  lines: [
    '> {"topic":"realtime:a","event":"phx_join","payload":{"config":{}},"ref":"1","join_ref":"1"}',
    '< {"ref":"1","event":"phx_reply","payload":{"status":"ok","response":{}},"topic":"realtime:a"}',
    '< {"ref":null,"event":"postgres_changes","payload":{"ids":[1]},"topic":"realtime:a"}',
  ],
  shown: [
    '·join phx_join {request realtime:a 1}: realtime:a phx_join {"config":{}}',
    "reply phx_reply {reply realtime:a 1}: realtime:a reply ok",
    'broadcast postgres_changes: realtime:a postgres_changes {"ids":[1]}',
  ],
};

/** The kinds 3 and 4 by the serializer of realtime-js 2.119, whose header has a sign for JSON behind the lengths. */
function userBroadcast(kind: number, texts: readonly string[], isJson: boolean, payload: string): Uint8Array {
  const encoded = texts.map((it) => encoder.encode(it));
  return Uint8Array.from([
    kind,
    ...encoded.map((it) => it.length),
    Number(isJson),
    ...encoded.flatMap((it) => [...it]),
    ...encoder.encode(payload),
  ]);
}

export const supabaseConversation: Conversation = {
  name: "Supabase Realtime 2.0.0",
  protocols: ["phoenix"],
  facts: { url: "wss://x.example/realtime/v1/websocket?apikey=k&vsn=2.0.0" },
  lines: [
    '> ["1","1","realtime:room","phx_join",{"config":{}}]',
    '< ["1","1","realtime:room","phx_reply",{"status":"ok","response":{}}]',
    [">", userBroadcast(3, ["1", "2", "realtime:room", "move", ""], true, '{"x":1}')],
    ["<", userBroadcast(4, ["realtime:room", "move", '{"id":"7"}'], true, '{"x":2}')],
    ["<", userBroadcast(4, ["realtime:room", "sound", ""], false, "abc")],
  ],
  shown: [
    '·join phx_join {request realtime:room 1}: realtime:room phx_join {"config":{}}',
    "reply phx_reply {reply realtime:room 1}: realtime:room reply ok",
    'push move {request realtime:room 2}: realtime:room move {"x":1}',
    'broadcast move: realtime:room move {"x":2}',
    "broadcast sound: realtime:room sound",
  ],
};

const RENDERED =
  '{"0":"3","1":{"d":[["a"],["b"]],"s":["<li>","</li>"]},"2":1,"c":{"1":{"0":"x","s":["<b>","</b>"]}},"s":["<h1>","</h1><ul>","</ul>","<hr>"]}';

/** By phoenix_live_view 1.0's client (assets/js/phoenix_live_view/rendered.js). */
export const liveViewConversation: Conversation = {
  name: "Phoenix LiveView",
  protocols: ["phoenix"],
  facts: { url: "wss://host.example/live/websocket?_csrf_token=x&vsn=2.0.0" },
  lines: [
    '> ["4","4","lv:phx-F1","phx_join",{"url":"https://host.example/","session":"s","static":"t"}]',
    `< ["4","4","lv:phx-F1","phx_reply",{"status":"ok","response":{"rendered":${RENDERED},"liveview_version":"1.0.0"}}]`,
    '> ["4","6","lv:phx-F1","event",{"type":"click","event":"inc","value":{"by":1}}]',
    '< ["4","6","lv:phx-F1","phx_reply",{"status":"ok","response":{"diff":{"0":"4","c":{"1":{"0":"y"}},"r":{"ok":true}}}}]',
    '< ["4",null,"lv:phx-F1","diff",{"t":"Four","e":[["saved",{"id":1}]]}]',
    '< ["4",null,"lv:phx-F1","live_patch",{"to":"/four","kind":"push"}]',
    '> ["4","8","lv:phx-F1","event",{"type":"click","event":"dec","value":{}}]',
    '< ["4","8","lv:phx-F1","phx_reply",{"status":"ok","response":{}}]',
  ],
  shown: [
    '·join phx_join {request lv:phx-F1 4}: lv:phx-F1 phx_join {"url":"https://host.example/","session":"s","static":"t"}',
    "reply phx_reply {reply lv:phx-F1 4}: lv:phx-F1 reply ok rendered <h1>3</h1><ul><li>a</li><li>b</li></ul><b>x</b><hr>",
    'event inc {request lv:phx-F1 6}: lv:phx-F1 click inc {"by":1}',
    'reply phx_reply {reply lv:phx-F1 6}: lv:phx-F1 reply ok diff reply {"ok":true} · 0 "4" · c1.0 "y"',
    'diff diff: lv:phx-F1 diff title "Four" · event saved {"id":1}',
    "live_patch live_patch: lv:phx-F1 live_patch /four",
    "event dec {request lv:phx-F1 8}: lv:phx-F1 click dec {}",
    "reply phx_reply {reply lv:phx-F1 8}: lv:phx-F1 reply ok",
  ],
};
