import type { Conversation } from "./conversation.ts";

/** By Meteor's DDP specification. */
export const meteorDdpConversation: Conversation = {
  name: "Meteor DDP",
  protocols: ["ddp"],
  lines: [
    '< {"server_id":"0"}',
    '> {"msg":"connect","version":"1","support":["1","pre2"]}',
    '< {"msg":"connected","session":"s1"}',
    '> {"msg":"sub","id":"a","name":"tasks","params":[1]}',
    '< {"msg":"added","collection":"tasks","id":"x","fields":{"text":"t"}}',
    '< {"msg":"ready","subs":["a"]}',
    '> {"msg":"method","id":"1","method":"insert","params":[{}]}',
    '< {"msg":"result","id":"1","error":{"error":403}}',
    '< {"msg":"updated","methods":["1"]}',
    '< {"msg":"ping"}',
    '> {"msg":"pong"}',
  ],
  shown: [
    '·server_id: server_id {"server_id":"0"}',
    "·connect {request connect}: connect",
    "·connected {reply connect}: connected",
    "sub tasks {request sub a}: sub tasks [1]",
    'added: added tasks {"text":"t"}',
    "ready {reply sub a}: ready",
    "method insert {request method 1}: method insert [{}]",
    'result {reply method 1}: result {"error":403}',
    "·updated: updated",
    "·ping {request ping }: ping",
    "·pong {reply ping }: pong",
  ],
};
