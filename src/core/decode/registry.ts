import type { Decoder } from "./decoder.ts";
import { actionCable } from "./protocols/action-cable.ts";
import { chromeDevtools } from "./protocols/chrome-devtools.ts";
import { engineIo } from "./protocols/engine-io.ts";
import { graphqlTransportWs, graphqlWs } from "./protocols/graphql-ws.ts";
import { jsonLines } from "./protocols/json-lines.ts";
import { jsonRpc } from "./protocols/json-rpc.ts";
import { phoenix } from "./protocols/phoenix.ts";
import { pusher } from "./protocols/pusher.ts";
import { signalr } from "./protocols/signalr.ts";
import { socketIo } from "./protocols/socket-io.ts";
import { sockJs } from "./protocols/sockjs.ts";
import { stomp } from "./protocols/stomp.ts";

/** All decoders. Where two are equally likely, the earlier one is taken: the more special before the more general. */
export const DECODERS: readonly Decoder[] = [
  engineIo,
  socketIo,
  sockJs,
  graphqlTransportWs,
  graphqlWs,
  signalr,
  phoenix,
  actionCable,
  pusher,
  stomp,
  jsonRpc,
  chromeDevtools,
  jsonLines,
];
