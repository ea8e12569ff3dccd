import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Conversation } from "./conversation.ts";
import { type Recording, toLine } from "./recordings.ts";
import { HOME_MADE_FORMATS } from "./unknown-formats.ts";

const EVENTS = { kind: "eventsource", contentType: "text/event-stream" } as const;
const CHUNKS = { kind: "fetch-stream", contentType: "application/json" } as const;

/** What no decoder may claim. `protocols` is empty, and stays so without the facts. */
export const UNKNOWN_CONVERSATIONS: readonly Conversation[] = [
  unknown("numbers", ["< 42", "> 43", "< 40", "< 2", "> 3", "< 17"]),
  unknown("numbers with fractions", ["< 4.5", "< 40.25", "< 2", "< 3.1"]),
  unknown("arrays of numbers", ["< [1,2,3]", "< [42,1]", "< [36,1,2,{}]"]),
  unknown("arrays of texts", ['> ["join","room"]', '> ["say","hi"]', '> ["leave","room"]']),
  unknown("arrays of five", ['< ["a","b","c",1,{}]', '< ["a",1,"c","d",{}]', "< [1,2,3,4,5]"]),
  unknown("types of one's own", ['> {"type":"ping"}', '< {"type":"pong"}', '> {"type":"error","id":"1"}']),
  unknown("a type that GraphQL has too", [
    '> {"type":"subscribe","topic":"a"}',
    '< {"type":"next","value":1}',
    '< {"type":"complete"}',
  ]),
  unknown("events of one's own", [
    '< {"event":"tick","data":{"a":1}}',
    '< {"event":"tick","data":{"a":2}}',
    '< {"event":"x"}',
  ]),
  unknown("calls without a version", [
    '> {"id":1,"method":"get"}',
    '< {"id":1,"result":2}',
    '> {"id":2,"method":"set","params":[]}',
  ]),
  unknown("topics", [
    '< {"topic":"a","data":1}',
    '< {"topic":"a","event":"b"}',
    '< {"topic":"a","event":"c","payload":1}',
  ]),
  unknown("text in capitals", ["> SEND me", "< MESSAGE received", "< CONNECTED"]),
  unknown("lines", ["< one\ntwo", "< three\n{}", '< {"a":1}\ntext']),
  unknown("JSON over several lines", ['< {\n  "a": 1\n}', "< [\n1,\n2\n]"]),
  unknown("letters", ["< o", "< h", "< a", "< c"]),
  unknown("an engine's digits before text", ["< 4hello", "< 2", "< 3", "< 4you"]),
  unknown("codes of one's own", ['> {"op":1,"d":{}}', '< {"op":0,"d":{"a":1}}', '< {"op":2,"d":null}']),
  unknown("words in capitals with a colon", ["> HELLO room :text", "< WELCOME :you", "< BYE"]),
  unknown("text in binary messages", [
    ["<", new TextEncoder().encode("hello there, this is text")],
    ["<", new TextEncoder().encode("and another line of it")],
    ["<", new TextEncoder().encode("\n\x05third")],
  ]),
  unknown("counters in binary messages", [
    ["<", Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 0])],
    ["<", Uint8Array.from([0, 0, 0, 2, 0, 0, 1, 0])],
    ["<", Uint8Array.from([0, 0, 0, 3, 0, 1, 0, 0])],
  ]),
  unknown("floating-point numbers in binary messages", [
    ["<", new Uint8Array(Float32Array.of(1.5, 2.25, 3.125, 4).buffer)],
    ["<", new Uint8Array(Float32Array.of(0.1, 0.2, 0.3, 0.4).buffer)],
    ["<", new Uint8Array(Float32Array.of(-1, -2, -3, -4).buffer)],
  ]),
  unknown("sessions and responses of one's own", [
    '< {"type":"session.created","session":{"id":1}}',
    '> {"type":"response","ok":true}',
    '< {"type":"session.closed","id":1}',
  ]),
  unknown("numbered actions", [
    '< {"action":15,"room":"a"}',
    '> {"action":4,"x":1}',
    '< {"action":10}',
    '< {"action":11,"channel":7}',
  ]),
  unknown("codes with data", [
    '< {"op":5,"d":{"type":"a"}}',
    '> {"op":6,"d":{"id":"1"}}',
    '< {"op":7,"d":{"id":"1","ok":true}}',
  ]),
  unknown("numbered results", [
    '> {"id":1,"type":"get"}',
    '< {"id":1,"type":"result","value":2}',
    '< {"id":2,"type":"event"}',
  ]),
  unknown("arrays that begin with a word in capitals", [
    '> ["EVENT","click"]',
    '> ["REQ","a",1]',
    '< ["OK","a",true,""]',
  ]),
  unknown("headers of one's own", ['< {"header":{"msg_type":"a"},"content":{}}', '< {"header":{"id":1}}']),
  unknown("types that a development server has too", [
    '< {"type":"ok"}',
    '< {"type":"update","assets":[{"id":1}]}',
    '< {"type":"reload"}',
    '< {"command":"reload"}',
  ]),
  unknown("a number, a letter and a text", ['< [1,"o","x"]', '< [2,"o","y"]', '< [3,"i","z"]']),
  unknown("types of a letter", ['< {"t":"d","d":[1]}', '< {"t":"c","d":{"v":1}}', '< {"t":"m","d":{}}']),
  unknown("XML", ["> <open/>", '< <message id="1"><body>a</body></message>', "> <iq/>", "< <body>b</body>"]),
  unknown("headers before a text", ["< Content: 1\r\n\r\nabc", "< Length: 3\r\n\r\nabc"]),
  unknown("tildes", ["< ~m~text~m~", "> ~h~1", "< ~m~99~m~short"]),
  unknown("a member named janus", [
    '< {"janus":1}',
    '> {"janus":"two-faced"}',
    '< {"janus":"god","of":"gates"}',
  ]),
  unknown("HTML", ["< <div>one</div>", '< <p id="a">two</p>', "< <ul><li>three</li></ul>"]),
  unknown("a member named like one of a live model", [
    '> {"setup":{"volume":3}}',
    '< {"serverContent":{"page":1}}',
    '< {"toolCall":{"name":"x"}}',
  ]),
  unknown(
    "events with names of GraphQL's",
    [
      event("next", '{"page":2,"data":{"a":1}}'),
      event("next", '{"page":3}'),
      event("complete", '{"done":1}'),
    ],
    EVENTS,
  ),
  unknown(
    "an event named endpoint",
    [event("endpoint", "eu-west-1 is up"), event("endpoint", '{"url":"/a"}')],
    EVENTS,
  ),
  unknown(
    "events with a part's types and without its members",
    [event("message", '{"type":"start"}'), event("message", '{"type":"text-delta","value":"a"}')],
    EVENTS,
  ),
  unknown(
    "events whose types begin like those of a response",
    [1, 2, 3].map((n) => event("message", `{"type":"response.progress","n":${n}}`)),
    EVENTS,
  ),
  unknown(
    "candidates with content",
    ["a", "b", "c"].map((it) => event("message", `{"candidates":[{"content":"${it}"}]}`)),
    EVENTS,
  ),
  unknown("arrays that are streamed whole", ['< [{"a":1}]', '< [{"a":2},{"a":3}]', "< []"], CHUNKS),
  unknown("numbered lines", ["< 0: first\n1: second\n", "< 2: third\n", "< d: last\n"], CHUNKS),
  unknown("words of GraphQL's, with members of one's own", [
    '> {"type":"connection_init","version":3}',
    '< {"type":"connection_ack","id":4,"at":1}',
    '< {"type":"ka","at":1}',
    '> {"type":"connection_init","version":4}',
  ]),
  unknown("events of channels", [
    '< {"event":"join","channel":"room","data":"{\\"a\\":1}"}',
    '< {"event":"message","channel":"room","data":"{\\"a\\":2}"}',
    '> {"event":"leave","channel":"room","data":"{\\"a\\":3}"}',
  ]),
  unknown("events of topics", [
    '> {"topic":"a:b","event":"update","payload":{"i":1},"ref":"1"}',
    '< {"topic":"a:b","event":"update","payload":{"i":2},"ref":"2"}',
    '< {"topic":"a:b","event":"update","payload":{"i":3},"ref":"3"}',
  ]),
  unknown("arrays of five with a room and an event", [
    '> [null,"1","room:1","update",{"i":1}]',
    '< [null,"2","room:1","update",{"i":2}]',
    '< [null,"3","room:1","update",{"i":3}]',
  ]),
  unknown("commands with an identifier", [
    '> {"command":"subscribe","identifier":"chat1"}',
    '> {"command":"subscribe","identifier":"chat2"}',
    '> {"command":"unsubscribe","identifier":"chat1"}',
  ]),
  unknown("arrays of channels' data", [
    '< [{"channel":"/chat/a","data":{"i":1},"id":"1"}]',
    '< [{"channel":"/chat/a","data":{"i":2},"id":"2"}]',
    '> [{"channel":"/chat/b","data":{"i":3},"id":"3"}]',
  ]),
  unknown("numbered events", [
    '< {"id":1,"type":"event","event":{"a":1}}',
    '< {"id":1,"type":"event","event":{"a":2}}',
    '< {"id":2,"type":"result","success":true}',
  ]),
  unknown("commands to reload", [
    '< {"command":"reload","path":"a"}',
    '< {"command":"reload","path":"b"}',
    '< {"command":"reload","path":"c"}',
  ]),
  unknown("updates of one's own", [
    '< {"type":"update","updates":[{"id":1}]}',
    '< {"type":"update","updates":[{"id":2}]}',
    '< {"type":"update","updates":[{"id":3},{"id":4}]}',
  ]),
  unknown("numbered commands", [
    '> {"id":1,"subscribe":{"topic":"x"}}',
    '< {"id":1,"subscribe":{"ok":true}}',
    '> {"id":2,"connect":{"to":"x"}}',
    '< {"id":2,"connect":{"ok":true}}',
  ]),
  unknown("types with a record separator", [
    '< {"type":9,"x":1}\u001e',
    '< {"type":1,"x":2}\u001e',
    '> {"type":3,"x":3}\u001e',
  ]),
  unknown("names, types and lengths before bytes", [
    ["<", Uint8Array.of(4, 109, 111, 118, 101, 0, 0, 4, 7, 200, 13, 99)],
    ["<", Uint8Array.of(4, 109, 111, 118, 101, 0, 1, 4, 170, 9, 3, 55)],
    [">", Uint8Array.of(4, 99, 104, 97, 116, 5, 3, 97, 98, 99)],
    ["<", Uint8Array.of(4, 109, 111, 118, 101, 0, 2, 4, 33, 200, 90, 255)],
  ]),
  unknown("types and lengths before bytes", [
    ["<", Uint8Array.of(0, 0, 5, 9, 8, 7, 6, 5)],
    ["<", Uint8Array.of(0, 1, 4, 200, 199, 198, 0)],
    [">", Uint8Array.of(0, 2, 6, 1, 0, 3, 9, 63, 12)],
    ["<", Uint8Array.of(0, 0, 3, 240, 2, 1)],
  ]),
  unknown("one short message", ["< {}"]),
  unknown("nothing", ["< ", "> "]),
  ...HOME_MADE_FORMATS.map(([name, lines]) => unknown(name, lines)),
  ...recorded(),
];

/** What real packages write, and real servers say, of which Duplex knows nothing: the files of a folder, as those of recordings. */
function recorded(): Conversation[] {
  // From the root, as recordings.
  const folder = "test/fixtures/unknown";
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const { lines, facts } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;
      return unknown(`recorded ${file.slice(0, -5)}`, lines.map(toLine), facts);
    });
}

function unknown(
  name: string,
  lines: Conversation["lines"],
  facts: NonNullable<Conversation["facts"]> = {},
): Conversation {
  return { name, protocols: [], facts, lines, shown: [] };
}

function event(event: string, data: string) {
  return { event, data };
}
