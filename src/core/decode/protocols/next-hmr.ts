import { formatBytes } from "../../format/format-bytes.ts";
import { joinWords } from "../bytes/join-words.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage } from "../decoder.ts";
import { type JsonValue, memberOf, stringOf } from "../json/json-value.ts";
import { createDevServerDecoder } from "./dev-servers.ts";

const ADDRESS = /\/_next\/(?:webpack-hmr|hmr)(?:\?|$)/;

const type = (value: JsonValue) => stringOf(memberOf(value, "type"));

/** Next.js' development server, versions 12 to 16: `action` or `type` from the server, `event` from the page. */
export const nextHmr: Decoder = createDevServerDecoder({
  id: "next-hmr",
  name: "Next.js hot updates",
  hint: ({ url }) =>
    ADDRESS.test(url.slice(0, 500))
      ? { weight: 0.8, reason: "the path is that of Next.js' hot updates" }
      : null,
  kindOf: (value) => stringOf(memberOf(value, "action")) ?? type(value) ?? stringOf(memberOf(value, "event")),
  kinds: new Set([
    "building",
    "built",
    "sync",
    "finishBuilding",
    "addedPage",
    "removedPage",
    "reloadPage",
    "serverComponentChanges",
    "middlewareChanges",
    "clientChanges",
    "serverOnlyChanges",
    "devPagesManifestUpdate",
    "isrManifest",
    "appIsrManifest",
    "devIndicator",
    "devtoolsConfig",
    "turbopack-connected",
    "turbopack-message",
    "turbopack-subscribe",
    "turbopack-unsubscribe",
    "ping",
    "pong",
    "client-hmr-latency",
    "client-success",
    "client-error",
    "client-warning",
    "client-reload-page",
    "client-removed-page",
    "client-added-page",
    "client-full-reload",
    "server-component-reload-page",
    "browser-logs",
    "span-end",
    "serverError",
  ]),
  vote: (_, kind) => (/^turbopack-|^devPagesManifest|^client-hmr/.test(kind) ? "fits" : "silent"),
  said: (value) => memberOf(value, "data") ?? memberOf(value, "hash") ?? memberOf(value, "errors"),
  open: ADDRESS,
  binary: toBinaryPart,
});

const DEBUG_CHUNK = 0;
const ERRORS = 1;

/** Of version 16 (server/dev/messages.js): what React tells of a request's components, piece by piece, and errors that React has put into bytes. */
function toBinaryPart({ bytes, received }: RawMessage): Part | null {
  if (!received || bytes.length < 2) return null;
  if (bytes[0] === ERRORS) {
    const size = formatBytes(bytes.length - 1);
    return { kind: "errors", summary: `errors (${size})` };
  }
  const from = 2 + (bytes[1] as number);
  if (bytes[0] !== DEBUG_CHUNK || from > bytes.length) return null;
  const request = textOf(bytes, 2, from);
  const kind = "react-debug-chunk";
  // Nothing more comes of this request.
  if (from === bytes.length)
    return { kind, channel: request, control: true, summary: joinWords(kind, "end") };
  return { kind, channel: request, carries: { bytes: bytes.subarray(from), binary: false } };
}
