import type { Conversation } from "./conversation.ts";

/** By the WAMP specification. */
export const wampConversation: Conversation = {
  name: "WAMP, JSON",
  protocols: ["wamp"],
  facts: { subprotocol: "wamp.2.json" },
  lines: [
    '> [1,"realm1",{"roles":{"caller":{}}}]',
    '< [2,9129137332,{"roles":{"broker":{}}}]',
    '> [32,713845233,{},"com.myapp.mytopic1"]',
    "< [33,713845233,5512315355]",
    '< [36,5512315355,4429313566,{},["Hello"]]',
    '> [48,7814135,{},"com.myapp.add2",[23,7]]',
    "< [50,7814135,{},[30]]",
    '> [48,7814136,{},"com.myapp.div"]',
    '< [8,48,7814136,{},"com.myapp.error.zero"]',
    '> [6,{},"wamp.close.normal"]',
  ],
  shown: [
    "·HELLO {request hello}: HELLO realm1",
    "·WELCOME {reply hello}: WELCOME",
    "·SUBSCRIBE {request 713845233}: SUBSCRIBE com.myapp.mytopic1",
    "·SUBSCRIBED {reply 713845233}: SUBSCRIBED",
    'EVENT: EVENT com.myapp.mytopic1 ["Hello"]',
    "CALL com.myapp.add2 {request 7814135}: CALL com.myapp.add2 [23,7]",
    "RESULT {reply 7814135}: RESULT [30]",
    "CALL com.myapp.div {request 7814136}: CALL com.myapp.div",
    "ERROR com.myapp.error.zero {reply 7814136}: ERROR com.myapp.error.zero",
    "·GOODBYE: GOODBYE wamp.close.normal",
  ],
};
