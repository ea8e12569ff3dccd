import type { Conversation } from "./conversation.ts";

const identifier = JSON.stringify(JSON.stringify({ channel: "ChatChannel", room: "3" }));

/** By the sources of Action Cable 8. */
export const actionCableConversation: Conversation = {
  name: "Action Cable",
  protocols: ["action-cable"],
  facts: { subprotocol: "actioncable-v1-json" },
  lines: [
    '< {"type":"welcome"}',
    `> {"command":"subscribe","identifier":${identifier}}`,
    '< {"type":"ping","message":1767268800}',
    `< {"identifier":${identifier},"type":"confirm_subscription"}`,
    `> {"command":"message","identifier":${identifier},"data":"{\\"text\\":\\"hi\\",\\"action\\":\\"speak\\"}"}`,
    `< {"identifier":${identifier},"message":{"type":"said","text":"hi"}}`,
    '< {"type":"disconnect","reason":"server_restart","reconnect":true}',
  ],
  shown: [
    "·welcome: welcome",
    '·subscribe {request {"channel":"ChatChannel","room":"3"}}: subscribe ChatChannel',
    "·ping: ping 1767268800",
    '·confirm_subscription {reply {"channel":"ChatChannel","room":"3"}}: confirm_subscription ChatChannel',
    'message speak: ChatChannel {"text":"hi","action":"speak"}',
    'message said: ChatChannel {"type":"said","text":"hi"}',
    "·disconnect: disconnect",
  ],
};
