import { actionCableConversation } from "./action-cable.ts";
import { bayeuxConversation } from "./bayeux.ts";
import { cborConversation, msgpackConversation, protobufConversation } from "./binary-values.ts";
import { centrifugoConversation } from "./centrifugo.ts";
import { chromeDevtoolsConversation } from "./chrome-devtools.ts";
import type { Conversation } from "./conversation.ts";
import { discordConversation } from "./discord-gateway.ts";
import { graphqlTransportWsConversation, graphqlWsConversation } from "./graphql-ws.ts";
import { ircConversation } from "./irc.ts";
import { jsonLinesConversation, rpcLinesConversation } from "./json-lines.ts";
import { jsonRpcConversation } from "./json-rpc.ts";
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
  centrifugoConversation,
  chromeDevtoolsConversation,
  geminiConversation,
  graphqlTransportWsConversation,
  graphqlWsConversation,
  jsonInSockJsConversation,
  jsonLinesConversation,
  jsonRpcConversation,
  meteorDdpConversation,
  mqttConversation,
  mqttFiveConversation,
  natsConversation,
  ollamaConversation,
  openaiChatConversation,
  openaiResponsesConversation,
  phoenixConversation,
  phoenixOneConversation,
  pusherConversation,
  rpcLinesConversation,
  signalrConversation,
  signalrMsgpackConversation,
  stompConversation,
  stompInSockJsConversation,
  vercelConversation,
  cborConversation,
  discordConversation,
  ircConversation,
  msgpackConversation,
  protobufConversation,
  viteHmrConversation,
  wampConversation,
  yjsConversation,
  hocuspocusConversation,
];
