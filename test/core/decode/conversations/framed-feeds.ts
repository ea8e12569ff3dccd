import type { Conversation } from "./conversation.ts";

const frame = (text: string) => `~m~${text.length}~m~${text}`;

/** As its widgets speak; lengths are those of JavaScript's strings. */
export const tradingviewConversation: Conversation = {
  name: "TradingView",
  protocols: ["tradingview"],
  lines: [
    `< ${frame('{"session_id":"x","timestamp":1}')}`,
    `> ${frame('{"m":"quote_create_session","p":["qs_1"]}')}`,
    `> ${frame('{"m":"quote_add_symbols","p":["qs_1","NASDAQ:AAPL"]}')}`,
    `< ${frame('{"m":"qsd","p":["qs_1",{"n":"😀","v":{"lp":1.5}}]}')}${frame('{"m":"quote_completed","p":["qs_1"]}')}`,
    `< ${frame("~h~1")}`,
    `> ${frame("~h~1")}`,
  ],
  shown: [
    'message: {"session_id":"x","timestamp":1}',
    'quote_create_session quote_create_session: quote_create_session ["qs_1"]',
    'quote_add_symbols quote_add_symbols: quote_add_symbols ["qs_1","NASDAQ:AAPL"]',
    'qsd qsd: qsd ["qs_1",{"n":"😀","v":{"lp":1.5}}]',
    'quote_completed quote_completed: quote_completed ["qs_1"]',
    "·heartbeat {request 1}: heartbeat 1",
    "·heartbeat {reply 1}: heartbeat 1",
  ],
};

/** By the documentation of its API. */
export const janusConversation: Conversation = {
  name: "Janus",
  protocols: ["janus"],
  facts: { subprotocol: "janus-protocol" },
  lines: [
    '> {"janus":"create","transaction":"t1"}',
    '< {"janus":"success","transaction":"t1","data":{"id":4711}}',
    '> {"janus":"message","session_id":4711,"handle_id":12,"transaction":"t2","body":{"request":"join"}}',
    '< {"janus":"ack","session_id":4711,"transaction":"t2"}',
    '< {"janus":"event","session_id":4711,"sender":12,"transaction":"t2","plugindata":{"plugin":"p","data":{"videoroom":"joined"}}}',
    '< {"janus":"webrtcup","session_id":4711,"sender":12}',
    '> {"janus":"keepalive","session_id":4711,"transaction":"t3"}',
    '< {"janus":"error","transaction":"t3","error":{"code":458,"reason":"No such session"}}',
  ],
  shown: [
    "·create {request t1}: create",
    'success {reply t1}: success {"id":4711}',
    'message join {request t2}: message {"request":"join"}',
    "·ack {event t2}: ack",
    'event {reply t2}: event {"videoroom":"joined"}',
    "webrtcup: webrtcup",
    "·keepalive {request t3}: keepalive",
    'error {reply t3}: error {"code":458,"reason":"No such session"}',
  ],
};
