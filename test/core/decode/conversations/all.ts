import { actionCableConversation } from "./action-cable.ts";
import { bayeuxConversation } from "./bayeux.ts";
import { cborConversation, msgpackConversation, protobufConversation } from "./binary-values.ts";
import { centrifugoConversation } from "./centrifugo.ts";
import { chromeDevtoolsConversation } from "./chrome-devtools.ts";
import {
  deflateConversation,
  gzipConversation,
  rpcInZlibConversation,
  zlibStreamConversation,
} from "./compressed.ts";
import type { Conversation } from "./conversation.ts";
import { discordConversation } from "./discord-gateway.ts";
import { graphqlTransportWsConversation, graphqlWsConversation } from "./graphql-ws.ts";
import { ircConversation } from "./irc.ts";
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
import { phoenixConversation, phoenixOneConversation } from "./phoenix.ts";
import { pusherConversation } from "./pusher.ts";
import { signalrConversation, signalrMsgpackConversation } from "./signalr.ts";
import { jsonInSockJsConversation, stompInSockJsConversation } from "./sockjs.ts";
import { stompConversation } from "./stomp.ts";
import { viteHmrConversation } from "./vite-hmr.ts";
import { wampConversation } from "./wamp.ts";
import { hocuspocusConversation, yjsConversation } from "./yjs.ts";

/** One or more conversations a decoder. */
export const CONVERSATIONS: readonly Conversation[] = [
  actionCableConversation,
  anthropicConversation,
  bayeuxConversation,
  cborConversation,
  centrifugoConversation,
  chromeDevtoolsConversation,
  datastarConversation,
  deflateConversation,
  discordConversation,
  geminiArrayConversation,
  geminiConversation,
  geminiLiveConversation,
  graphqlMultipartConversation,
  graphqlSseConversation,
  graphqlSseSingleConversation,
  graphqlTransportWsConversation,
  graphqlWsConversation,
  gzipConversation,
  hocuspocusConversation,
  htmxConversation,
  ircConversation,
  jsonInSockJsConversation,
  jsonLinesConversation,
  jsonRpcConversation,
  languageServerConversation,
  mcpConversation,
  mcpEventsConversation,
  mercureConversation,
  meteorDdpConversation,
  mqttConversation,
  mqttFiveConversation,
  msgpackConversation,
  natsConversation,
  ollamaConversation,
  openaiChatConversation,
  openaiRealtimeConversation,
  openaiResponsesConversation,
  phoenixConversation,
  phoenixOneConversation,
  protobufConversation,
  pusherConversation,
  rpcInZlibConversation,
  rpcLinesConversation,
  signalrConversation,
  signalrMsgpackConversation,
  stompConversation,
  stompInSockJsConversation,
  turboInCableConversation,
  turboInMercureConversation,
  vercelConversation,
  vercelDataStreamConversation,
  viteHmrConversation,
  wampConversation,
  yjsConversation,
  zlibStreamConversation,
];
