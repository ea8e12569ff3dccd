import type { Conversation } from "./conversation.ts";

/** By https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. */
export const graphqlTransportWsConversation: Conversation = {
  name: "graphql-transport-ws",
  protocols: ["graphql-transport-ws"],
  facts: { subprotocol: "graphql-transport-ws" },
  lines: [
    '> {"type":"connection_init"}',
    '< {"type":"connection_ack"}',
    '> {"id":"b1","type":"subscribe","payload":{"query":"# c\\nsubscription Price($s: ID!) {\\n  price(symbol: $s) { value }\\n}","variables":{"s":"ABC"}}}',
    '< {"id":"b1","type":"next","payload":{"data":{"price":{"value":12.5}}}}',
    '> {"type":"ping"}',
    '< {"type":"pong"}',
    '> {"id":"b2","type":"subscribe","payload":{"query":"{ me { name } }"}}',
    '< {"id":"b2","type":"error","payload":[{"message":"no"}]}',
    '> {"id":"b1","type":"complete"}',
    '< {"id":"b1","type":"complete"}',
  ],
  shown: [
    "·connection_init {request connection_init}: connection_init",
    "·connection_ack {reply connection_init}: connection_ack",
    'subscribe Price {request b1}: subscribe subscription Price($s: ID!) { price(symbol: $s) { value } } {"s":"ABC"}',
    'next Price {event b1}: next Price {"price":{"value":12.5}}',
    "·ping {request ping}: ping",
    "·pong {reply ping}: pong",
    "subscribe me {request b2}: subscribe { me { name } }",
    'error me {reply b2}: error me [{"message":"no"}]',
    "complete Price {event b1}: complete Price",
    "complete {reply b1}: complete",
  ],
};

/** By https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md. */
export const graphqlWsConversation: Conversation = {
  name: "graphql-ws (legacy)",
  protocols: ["graphql-ws"],
  facts: { subprotocol: "graphql-ws" },
  lines: [
    '> {"type":"connection_init","payload":{}}',
    '< {"type":"connection_ack"}',
    '< {"type":"ka"}',
    '> {"id":"1","type":"start","payload":{"query":"subscription { added: postAdded { id } }","operationName":null}}',
    '< {"type":"data","id":"1","payload":{"data":{"added":{"id":7}}}}',
    '> {"id":"1","type":"stop"}',
    '< {"type":"complete","id":"1"}',
  ],
  shown: [
    "·connection_init {request connection_init}: connection_init {}",
    "·connection_ack {reply connection_init}: connection_ack",
    "·ka: ka",
    "start postAdded {request 1}: start subscription { added: postAdded { id } }",
    'data postAdded {event 1}: data postAdded {"added":{"id":7}}',
    "stop postAdded {event 1}: stop postAdded",
    "complete postAdded {reply 1}: complete postAdded",
  ],
};
