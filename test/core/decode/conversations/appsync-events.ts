import type { Conversation } from "./conversation.ts";

const json = (direction: ">" | "<", value: object) => `${direction} ${JSON.stringify(value)}`;

const authorization = { "x-api-key": "da2-key", host: "events.example" };

/** By AWS AppSync Events' developer guide. */
export const appsyncEventsConversation: Conversation = {
  name: "AppSync Events",
  protocols: ["appsync-events"],
  facts: { url: "wss://events.example/event/realtime", subprotocol: "aws-appsync-event-ws" },
  lines: [
    json(">", { type: "connection_init" }),
    json("<", { type: "connection_ack", connectionTimeoutMs: 300000 }),
    json(">", { type: "subscribe", id: "s1", channel: "/default/news", authorization }),
    json("<", { type: "subscribe_success", id: "s1" }),
    json("<", { type: "ka" }),
    json(">", {
      type: "publish",
      id: "p1",
      channel: "/default/news",
      events: ['{"n":1}', "42"],
      authorization,
    }),
    json("<", {
      type: "publish_success",
      id: "p1",
      successful: [
        { identifier: "a", index: 0 },
        { identifier: "b", index: 1 },
      ],
      failed: [],
    }),
    json("<", { type: "data", id: "s1", event: '{"n":1}' }),
    json("<", { type: "data", id: "s1", event: ["42"] }),
    json(">", { type: "subscribe", id: "s2", channel: "/other/*", authorization }),
    json("<", {
      type: "subscribe_error",
      id: "s2",
      errors: [{ errorType: "UnauthorizedException", message: "no" }],
    }),
    json("<", {
      type: "broadcast_error",
      id: "s1",
      errors: [{ errorType: "MessageProcessingError", message: "lost" }],
    }),
    json(">", { type: "publish", id: "p2", channel: "/default/news", events: ["1"], authorization }),
    json("<", {
      type: "publish_success",
      id: "p2",
      successful: [],
      failed: [{ identifier: "c", index: 0 }],
    }),
    json(">", { type: "unsubscribe", id: "s1" }),
    json("<", { type: "unsubscribe_success", id: "s1" }),
  ],
  shown: [
    "·connection_init {request connection_init}: connection_init",
    "·connection_ack {reply connection_init}: connection_ack",
    "subscribe {request subscribe s1}: subscribe /default/news",
    "·subscribe_success {event subscribe s1}: subscribe_success /default/news",
    "·ka: ka",
    'publish {request publish p1}: publish /default/news {"n":1}, 42',
    "·publish_success {reply publish p1}: publish_success",
    'data {event subscribe s1}: data /default/news {"n":1}',
    "data {event subscribe s1}: data /default/news 42",
    "subscribe {request subscribe s2}: subscribe /other/*",
    'subscribe_error {reply subscribe s2}: subscribe_error /other/* [{"errorType":"UnauthorizedException","message":"no"}]',
    'broadcast_error {event subscribe s1}: broadcast_error /default/news [{"errorType":"MessageProcessingError","message":"lost"}]',
    "publish {request publish p2}: publish /default/news 1",
    'publish_success {reply publish p2}: publish_success [{"identifier":"c","index":0}]',
    "unsubscribe {request unsubscribe s1}: unsubscribe /default/news",
    "·unsubscribe_success {reply unsubscribe s1}: unsubscribe_success /default/news",
  ],
};
