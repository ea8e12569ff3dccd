import type { Conversation } from "./conversation.ts";

/** By Pusher's protocol 7. */
export const pusherConversation: Conversation = {
  name: "Pusher",
  protocols: ["pusher"],
  facts: { url: "wss://ws-eu.pusher.example/app/key123?protocol=7&client=js&version=8.0" },
  lines: [
    '< {"event":"pusher:connection_established","data":"{\\"socket_id\\":\\"1.2\\",\\"activity_timeout\\":120}"}',
    '> {"event":"pusher:subscribe","data":{"auth":"","channel":"orders"}}',
    '< {"event":"pusher_internal:subscription_succeeded","data":"{}","channel":"orders"}',
    '< {"event":"created","channel":"orders","data":"{\\"id\\":7}"}',
    '> {"event":"client-typing","channel":"private-a","data":{"by":1}}',
    '> {"event":"pusher:ping","data":{}}',
    '< {"event":"pusher:pong","data":"{}"}',
    '< {"event":"pusher:error","data":{"code":4001,"message":"no such app"}}',
  ],
  shown: [
    '·connection_established pusher:connection_established: pusher:connection_established {"socket_id":"1.2","activity_timeout":120}',
    '·subscribe pusher:subscribe {request orders}: orders pusher:subscribe {"auth":"","channel":"orders"}',
    "·subscription_succeeded pusher_internal:subscription_succeeded {reply orders}: orders pusher_internal:subscription_succeeded",
    'event created: orders created {"id":7}',
    'client event client-typing: private-a client-typing {"by":1}',
    "·ping pusher:ping {request ping}: pusher:ping",
    "·pong pusher:pong {reply ping}: pusher:pong",
    '·error pusher:error: pusher:error {"code":4001,"message":"no such app"}',
  ],
};
