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
    "staticParamsChanged",
    "cacheIndicator",
    "vulnerabilityInsight",
    "requestCurrentErrorState",
    "requestPageMetadata",
    "requestInsightsUpdate",
    "runtimeErrors",
    "mcp-error-state-response",
    "mcp-page-metadata-response",
    "serverError",
  ]),
  vote: (_, kind) => (/^turbopack-|^devPagesManifest|^client-hmr/.test(kind) ? "fits" : "silent"),
  said: (value) => memberOf(value, "data") ?? memberOf(value, "hash") ?? memberOf(value, "errors"),
  open: ADDRESS,
  binary: toBinaryPart,
});

const DEBUG_CHUNK = 0;
const ERRORS = 1;

/** A row of what React puts into bytes: a number in hexadecimal digits, or none, and what it says. */
const ROW = /^[\da-f]{0,8}:/;
const REQUEST = /^[\w-]{8,100}$/;

/** Of version 16 (server/dev/messages.js): what React tells of a request's components, piece by piece, and errors that React has put into bytes. */
function toBinaryPart({ bytes, received }: RawMessage): Part | null {
  const code = bytes[0];
  if (!received || (code !== ERRORS && code !== DEBUG_CHUNK)) return null;
  const from = code === ERRORS ? 1 : 2 + (bytes[1] ?? bytes.length);
  if (from > bytes.length) return null;
  const request = code === ERRORS ? null : textOf(bytes, 2, from);
  if (request !== null && !REQUEST.test(request)) return null;
  const kind = code === ERRORS ? "errors" : "react-debug-chunk";
  // Nothing more comes of this request.
  if (request !== null && from === bytes.length)
    return { kind, channel: request, control: true, summary: joinWords(kind, "end") };
  // Pieces that have a request may begin anywhere.
  if (request === null && !ROW.test(textOf(bytes, from, Math.min(bytes.length, from + 10)))) return null;
  return { kind, channel: request, carries: { bytes: bytes.subarray(from), binary: false } };
}
