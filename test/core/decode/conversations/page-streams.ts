import type { Conversation } from "./conversation.ts";

const STREAM = { kind: "eventsource", contentType: "text/event-stream" } as const;

const sse = (event: string, data: string) => ({ event, data });

/** By the specification of the protocol; what is published here is the application's. */
export const mercureConversation: Conversation = {
  name: "Mercure",
  protocols: ["mercure"],
  withoutFacts: [],
  facts: { ...STREAM, url: "https://host.example/.well-known/mercure?topic=https%3A%2F%2Fa.example%2Fbooks" },
  lines: [
    sse("message", '{"@id":"/books/1","status":"sold"}'),
    sse("alert", "plain text"),
    sse("message", "[]"),
  ],
  shown: ['update: {"@id":"/books/1","status":"sold"}', "update alert: plain text", "update: []"],
};

/** Turbo Streams that a hub publishes. */
export const turboInMercureConversation: Conversation = {
  name: "Turbo Streams in Mercure",
  protocols: ["mercure", "turbo-stream"],
  withoutFacts: ["turbo-stream"],
  atFirst: ["turbo-stream"],
  facts: { ...STREAM, url: "https://host.example/.well-known/mercure?topic=chat" },
  lines: [
    sse(
      "message",
      '<turbo-stream action="append" target="messages"><template><p>Hi</p></template></turbo-stream>',
    ),
    sse(
      "message",
      '<turbo-stream action="remove" targets=".old"></turbo-stream>\n<turbo-stream action="refresh"></turbo-stream>',
    ),
  ],
  shown: ["append: append messages <p>Hi</p>", "remove: remove .old", "refresh: refresh"],
};

const identifier = JSON.stringify(
  JSON.stringify({ channel: "Turbo::StreamsChannel", signed_stream_name: "abc--def" }),
);

/** By the sources of turbo-rails 2. */
export const turboInCableConversation: Conversation = {
  name: "Turbo Streams in Action Cable",
  protocols: ["action-cable", "turbo-stream"],
  atFirst: ["action-cable"],
  facts: { subprotocol: "actioncable-v1-json" },
  lines: [
    '< {"type":"welcome"}',
    `> {"command":"subscribe","identifier":${identifier}}`,
    `< {"identifier":${identifier},"type":"confirm_subscription"}`,
    `< {"identifier":${identifier},"message":"<turbo-stream action=\\"replace\\" target=\\"a\\"><template>1</template></turbo-stream>"}`,
    `< {"identifier":${identifier},"message":"<turbo-stream action=\\"append\\" target=\\"b\\"><template>2</template></turbo-stream>"}`,
  ],
  shown: [
    "·welcome: welcome",
    '·subscribe {request {"channel":"Turbo::StreamsChannel","signed_stream_name":"abc--def"}}: subscribe Turbo::StreamsChannel',
    '·confirm_subscription {reply {"channel":"Turbo::StreamsChannel","signed_stream_name":"abc--def"}}: confirm_subscription Turbo::StreamsChannel',
    "replace: replace a 1",
    "append: append b 2",
  ],
};

/** By the reference of its events. */
export const datastarConversation: Conversation = {
  name: "Datastar",
  protocols: ["datastar"],
  withoutFacts: [],
  facts: { kind: "fetch-stream", contentType: "text/event-stream" },
  lines: [
    sse("datastar-patch-elements", 'elements <div id="foo">\nelements   Hello\nelements </div>'),
    sse("datastar-patch-elements", "selector #foo\nmode inner\nelements <p>1</p>"),
    sse("datastar-patch-signals", 'signals {"count":1}'),
    sse("datastar-patch-signals", 'onlyIfMissing true\nsignals {"a":2}'),
  ],
  shown: [
    'patch-elements datastar-patch-elements: <div id="foo"> Hello </div>',
    "patch-elements datastar-patch-elements: selector #foo mode inner <p>1</p>",
    'patch-signals datastar-patch-signals: {"count":1}',
    'patch-signals datastar-patch-signals: onlyIfMissing true {"a":2}',
  ],
};

/** By the documentation of the extension `ws`. */
export const htmxConversation: Conversation = {
  name: "htmx",
  protocols: ["htmx"],
  lines: [
    '< <div id="notifications" hx-swap-oob="beforeend">New message</div>',
    '> {"chat":"hi","HEADERS":{"HX-Request":"true","HX-Trigger":"form","HX-Target":"form","HX-Current-URL":"https://a.example/"}}',
    '< <div id="room"><p>hi</p></div>',
    '< <tr id="row-1" hx-swap-oob="true"><td>1</td></tr>',
  ],
  shown: [
    'fragment: div#notifications <div id="notifications" hx-swap-oob="beforeend">New message</div>',
    'request form: form {"chat":"hi","HEADERS":{"HX-Request":"true","HX-Trigger":"form","HX-Target":"form","HX-Current-URL":"https://a.example/"}}',
    'fragment: div#room <div id="room"><p>hi</p></div>',
    'fragment: tr#row-1 <tr id="row-1" hx-swap-oob="true"><td>1</td></tr>',
  ],
};

/** By graphql-sse's protocol, "distinct connections mode". */
export const graphqlSseConversation: Conversation = {
  name: "GraphQL over Server-Sent Events, a connection each",
  protocols: ["graphql-sse"],
  withoutFacts: [],
  facts: { kind: "fetch-stream", contentType: "text/event-stream" },
  lines: [
    sse("next", '{"data":{"greetings":"Hi"}}'),
    sse("next", '{"data":null,"errors":[{"message":"no"}]}'),
    sse("complete", ""),
  ],
  shown: [
    'next {event operation}: next {"greetings":"Hi"}',
    'next {event operation}: next errors [{"message":"no"}]',
    "complete {reply operation}: complete",
  ],
};

/** By graphql-sse's protocol, "single connection mode". */
export const graphqlSseSingleConversation: Conversation = {
  name: "GraphQL over Server-Sent Events, one connection",
  protocols: ["graphql-sse"],
  withoutFacts: [],
  facts: STREAM,
  lines: [
    sse("next", '{"id":"a","payload":{"data":{"n":1}}}'),
    sse("next", '{"id":"b","payload":{"data":{"n":2}}}'),
    sse("complete", '{"id":"a"}'),
  ],
  shown: ['next {event a}: next {"n":1}', 'next {event b}: next {"n":2}', "complete {reply a}: complete"],
};

/** By the RFC of incremental delivery; the second part comes in two pieces. */
export const graphqlMultipartConversation: Conversation = {
  name: "GraphQL, incremental, in multipart",
  protocols: ["multipart", "graphql-incremental"],
  withoutFacts: [],
  atFirst: ["multipart"],
  facts: { kind: "fetch-stream", contentType: 'multipart/mixed; boundary="-"' },
  lines: [
    '< ---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{"data":{"a":1},"hasNext":true}\r\n---',
    '< \r\nContent-Type: application/json; charset=utf-8\r\n\r\n{"incremental":[{"path":[],',
    '< "data":{"b":2}}],"hasNext":true}\r\n---\r\nContent-Type: application/json\r\n\r\n{"hasNext":false}\r\n-----\r\n',
  ],
  shown: [
    'data {event operation}: data {"a":1}',
    "part: part, begins: ends in a later message",
    "part: part, goes on: ends in a later message",
    'increment {event operation}: increment [{"path":[],"data":{"b":2}}]',
    'end {reply operation}: end {"hasNext":false}',
    "·end: end",
  ],
};
