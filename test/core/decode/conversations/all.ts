import { actionCableConversation } from "./action-cable.ts";
import { chromeDevtoolsConversation } from "./chrome-devtools.ts";
import type { Conversation } from "./conversation.ts";
import { graphqlTransportWsConversation, graphqlWsConversation } from "./graphql-ws.ts";
import { jsonLinesConversation, rpcLinesConversation } from "./json-lines.ts";
import { jsonRpcConversation } from "./json-rpc.ts";
import { phoenixConversation, phoenixOneConversation } from "./phoenix.ts";
import { pusherConversation } from "./pusher.ts";
import { signalrConversation } from "./signalr.ts";
import { jsonInSockJsConversation, stompInSockJsConversation } from "./sockjs.ts";
import { stompConversation } from "./stomp.ts";

/** One or more conversations a decoder. */
export const CONVERSATIONS: readonly Conversation[] = [
  actionCableConversation,
  chromeDevtoolsConversation,
  graphqlTransportWsConversation,
  graphqlWsConversation,
  jsonInSockJsConversation,
  jsonLinesConversation,
  jsonRpcConversation,
  phoenixConversation,
  phoenixOneConversation,
  pusherConversation,
  rpcLinesConversation,
  signalrConversation,
  stompConversation,
  stompInSockJsConversation,
];
