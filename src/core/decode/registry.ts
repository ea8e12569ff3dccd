import type { Decoder } from "./decoder.ts";
import { ably } from "./protocols/ably.ts";
import { actionCable } from "./protocols/action-cable.ts";
import { agUi } from "./protocols/ag-ui.ts";
import { alis } from "./protocols/alis.ts";
import { anthropicMessages } from "./protocols/anthropic-messages.ts";
import { appsyncEvents } from "./protocols/appsync-events.ts";
import { asciicast } from "./protocols/asciicast.ts";
import { automerge } from "./protocols/automerge.ts";
import { bayeux } from "./protocols/bayeux.ts";
import { bson } from "./protocols/bson.ts";
import { cbor } from "./protocols/cbor.ts";
import { centrifugo } from "./protocols/centrifugo.ts";
import { centrifugoProtobuf } from "./protocols/centrifugo-protobuf.ts";
import { chromeDevtools } from "./protocols/chrome-devtools.ts";
import { cockpit } from "./protocols/cockpit.ts";
import { colyseus } from "./protocols/colyseus.ts";
import { brotli, gzip, lz4, rawDeflate, zlib, zstd } from "./protocols/compressed.ts";
import { contentLength } from "./protocols/content-length.ts";
import { datastar } from "./protocols/datastar.ts";
import { liveReload, parcelHmr, webpackDevServer } from "./protocols/dev-servers.ts";
import { discordGateway } from "./protocols/discord-gateway.ts";
import { engineIo } from "./protocols/engine-io.ts";
import { etf } from "./protocols/etf.ts";
import { firebaseRtdb } from "./protocols/firebase-rtdb.ts";
import { geminiContent } from "./protocols/gemini-content.ts";
import { geminiLive } from "./protocols/gemini-live.ts";
import { graphqlIncremental } from "./protocols/graphql-incremental.ts";
import { graphqlSse } from "./protocols/graphql-sse.ts";
import { graphqlTransportWs, graphqlWs } from "./protocols/graphql-ws.ts";
import { grpcWeb } from "./protocols/grpc-web.ts";
import { gun } from "./protocols/gun.ts";
import { homeAssistant } from "./protocols/home-assistant.ts";
import { htmx } from "./protocols/htmx.ts";
import { irc } from "./protocols/irc.ts";
import { janus } from "./protocols/janus.ts";
import { jsonArray } from "./protocols/json-array.ts";
import { jsonLines } from "./protocols/json-lines.ts";
import { jsonRpc } from "./protocols/json-rpc.ts";
import { jupyter } from "./protocols/jupyter.ts";
import { kubernetes } from "./protocols/kubernetes.ts";
import { mcp } from "./protocols/mcp.ts";
import { mercure } from "./protocols/mercure.ts";
import { meteorDdp } from "./protocols/meteor-ddp.ts";
import { mqtt } from "./protocols/mqtt.ts";
import { msgpack } from "./protocols/msgpack.ts";
import { multipart } from "./protocols/multipart.ts";
import { nats } from "./protocols/nats.ts";
import { nextHmr } from "./protocols/next-hmr.ts";
import { nostr } from "./protocols/nostr.ts";
import { obsWebsocket } from "./protocols/obs-websocket.ts";
import { ollama } from "./protocols/ollama.ts";
import { openaiChat } from "./protocols/openai-chat.ts";
import { openaiRealtime } from "./protocols/openai-realtime.ts";
import { openaiResponses } from "./protocols/openai-responses.ts";
import { phoenix } from "./protocols/phoenix.ts";
import { protobuf } from "./protocols/protobuf.ts";
import { pusher } from "./protocols/pusher.ts";
import { rfb } from "./protocols/rfb.ts";
import { signalr } from "./protocols/signalr.ts";
import { signalrMsgpack } from "./protocols/signalr-msgpack.ts";
import { sip } from "./protocols/sip.ts";
import { socketIo } from "./protocols/socket-io.ts";
import { socketIoMsgpack } from "./protocols/socket-io-msgpack.ts";
import { sockJs } from "./protocols/sockjs.ts";
import { stomp } from "./protocols/stomp.ts";
import { tradingview } from "./protocols/tradingview.ts";
import { trpc } from "./protocols/trpc.ts";
import { ttyd } from "./protocols/ttyd.ts";
import { turboStream } from "./protocols/turbo-stream.ts";
import { vercelAi } from "./protocols/vercel-ai.ts";
import { vercelDataStream } from "./protocols/vercel-data-stream.ts";
import { viteHmr } from "./protocols/vite-hmr.ts";
import { wamp } from "./protocols/wamp.ts";
import { xmpp } from "./protocols/xmpp.ts";
import { hocuspocus, yjs } from "./protocols/yjs.ts";
import { zlibStream } from "./protocols/zlib-stream.ts";
import { zstdStream } from "./protocols/zstd-stream.ts";

/** All decoders. Where two are equally likely, the earlier one is taken: the more special before the more general. */
export const DECODERS: readonly Decoder[] = [
  zlibStream,
  zstdStream,
  gzip,
  zlib,
  zstd,
  lz4,
  rawDeflate,
  brotli,
  grpcWeb,
  contentLength,
  mercure,
  multipart,
  jsonArray,
  engineIo,
  socketIo,
  socketIoMsgpack,
  sockJs,
  graphqlTransportWs,
  graphqlWs,
  appsyncEvents,
  signalrMsgpack,
  signalr,
  phoenix,
  actionCable,
  pusher,
  meteorDdp,
  bayeux,
  centrifugo,
  ably,
  homeAssistant,
  trpc,
  gun,
  jupyter,
  cockpit,
  kubernetes,
  colyseus,
  firebaseRtdb,
  automerge,
  janus,
  centrifugoProtobuf,
  wamp,
  obsWebsocket,
  nostr,
  discordGateway,
  nextHmr,
  webpackDevServer,
  parcelHmr,
  liveReload,
  viteHmr,
  ttyd,
  asciicast,
  alis,
  xmpp,
  sip,
  tradingview,
  rfb,
  stomp,
  irc,
  nats,
  mqtt,
  graphqlSse,
  graphqlIncremental,
  datastar,
  turboStream,
  htmx,
  openaiRealtime,
  geminiLive,
  openaiResponses,
  openaiChat,
  anthropicMessages,
  geminiContent,
  vercelAi,
  vercelDataStream,
  agUi,
  ollama,
  mcp,
  jsonRpc,
  chromeDevtools,
  jsonLines,
  yjs,
  hocuspocus,
  etf,
  bson,
  msgpack,
  cbor,
  protobuf,
];
