import { actionCableConversation } from "./action-cable.ts";
import {
  ablyConversation,
  firebaseConversation,
  homeAssistantConversation,
  jupyterConversation,
  kubernetesConversation,
  nostrConversation,
  obsConversation,
} from "./application-apis.ts";
import { appsyncEventsConversation } from "./appsync-events.ts";
import { bayeuxConversation } from "./bayeux.ts";
import {
  bsonConversation,
  cborConversation,
  msgpackConversation,
  protobufConversation,
} from "./binary-values.ts";
import {
  automergeConversation,
  connectConversation,
  grpcWebConversation,
  headedRpcConversation,
  socketIoMsgpackConversation,
  wampMsgpackConversation,
} from "./carried.ts";
import { centrifugoConversation, centrifugoProtobufConversation } from "./centrifugo.ts";
import { chromeDevtoolsConversation } from "./chrome-devtools.ts";
import {
  brotliConversation,
  deflateConversation,
  gzipConversation,
  lz4Conversation,
  rpcInZlibConversation,
  zlibStreamConversation,
  zstdConversation,
  zstdStreamConversation,
} from "./compressed.ts";
import type { Conversation } from "./conversation.ts";
import {
  asciicastConversation,
  liveReloadConversation,
  nextConversation,
  parcelConversation,
  ttydConversation,
  webpackConversation,
} from "./dev-servers.ts";
import { discordConversation, discordEtfConversation } from "./discord-gateway.ts";
import { janusConversation, tradingviewConversation } from "./framed-feeds.ts";
import { graphqlTransportWsConversation, graphqlWsConversation } from "./graphql-ws.ts";
import { binaryIrcConversation, ircConversation } from "./irc.ts";
import { jsonLinesConversation, rpcLinesConversation } from "./json-lines.ts";
import { jsonRpcConversation, languageServerConversation } from "./json-rpc.ts";
import {
  geminiArrayConversation,
  geminiLiveConversation,
  openaiRealtimeConversation,
  vercelDataStreamConversation,
} from "./live-models.ts";
import { mcpConversation, mcpEventsConversation } from "./mcp.ts";
import { meteorDdpConversation } from "./meteor-ddp.ts";
import {
  anthropicConversation,
  geminiConversation,
  ollamaConversation,
  openaiChatConversation,
  openaiResponsesConversation,
  vercelConversation,
} from "./model-streams.ts";
import { mqttConversation, mqttFiveConversation } from "./mqtt.ts";
import { natsConversation } from "./nats.ts";
import {
  datastarConversation,
  graphqlMultipartConversation,
  graphqlSseConversation,
  graphqlSseSingleConversation,
  htmxConversation,
  mercureConversation,
  turboInCableConversation,
  turboInMercureConversation,
} from "./page-streams.ts";
import {
  liveViewConversation,
  phoenixConversation,
  phoenixOneConversation,
  supabaseConversation,
} from "./phoenix.ts";
import { pusherConversation } from "./pusher.ts";
import { RECORDED_CONVERSATIONS } from "./recordings.ts";
import { rfbConversation } from "./rfb.ts";
import { signalrConversation, signalrMsgpackConversation } from "./signalr.ts";
import { socketIoConversation } from "./socket-io.ts";
import { jsonInSockJsConversation, stompInSockJsConversation } from "./sockjs.ts";
import { stompConversation } from "./stomp.ts";
import { viteHmrConversation } from "./vite-hmr.ts";
import { wampConversation } from "./wamp.ts";
import { boshConversation, xmppConversation } from "./xmpp.ts";
import { hocuspocusConversation, yjsConversation } from "./yjs.ts";

/** One or more conversations a decoder. */
export const CONVERSATIONS: readonly Conversation[] = [
  appsyncEventsConversation,
  ablyConversation,
  actionCableConversation,
  anthropicConversation,
  asciicastConversation,
  automergeConversation,
  bayeuxConversation,
  boshConversation,
  bsonConversation,
  cborConversation,
  centrifugoConversation,
  centrifugoProtobufConversation,
  chromeDevtoolsConversation,
  connectConversation,
  datastarConversation,
  brotliConversation,
  deflateConversation,
  discordConversation,
  discordEtfConversation,
  firebaseConversation,
  geminiArrayConversation,
  geminiConversation,
  geminiLiveConversation,
  graphqlMultipartConversation,
  graphqlSseConversation,
  graphqlSseSingleConversation,
  graphqlTransportWsConversation,
  graphqlWsConversation,
  grpcWebConversation,
  gzipConversation,
  headedRpcConversation,
  hocuspocusConversation,
  homeAssistantConversation,
  htmxConversation,
  ircConversation,
  binaryIrcConversation,
  janusConversation,
  jsonInSockJsConversation,
  jsonLinesConversation,
  jsonRpcConversation,
  jupyterConversation,
  kubernetesConversation,
  languageServerConversation,
  liveReloadConversation,
  mcpConversation,
  mcpEventsConversation,
  mercureConversation,
  lz4Conversation,
  meteorDdpConversation,
  mqttConversation,
  mqttFiveConversation,
  msgpackConversation,
  natsConversation,
  nextConversation,
  nostrConversation,
  obsConversation,
  ollamaConversation,
  openaiChatConversation,
  openaiRealtimeConversation,
  openaiResponsesConversation,
  parcelConversation,
  liveViewConversation,
  phoenixConversation,
  phoenixOneConversation,
  protobufConversation,
  pusherConversation,
  rfbConversation,
  rpcInZlibConversation,
  rpcLinesConversation,
  signalrConversation,
  signalrMsgpackConversation,
  socketIoConversation,
  socketIoMsgpackConversation,
  stompConversation,
  stompInSockJsConversation,
  supabaseConversation,
  tradingviewConversation,
  ttydConversation,
  turboInCableConversation,
  turboInMercureConversation,
  vercelConversation,
  vercelDataStreamConversation,
  viteHmrConversation,
  wampConversation,
  wampMsgpackConversation,
  webpackConversation,
  xmppConversation,
  yjsConversation,
  zlibStreamConversation,
  zstdStreamConversation,
  zstdConversation,
  ...RECORDED_CONVERSATIONS,
];
