import type { Conversation } from "./conversation.ts";

/** By RFC 7395, and XEP-0198 and XEP-0199. */
export const xmppConversation: Conversation = {
  name: "XMPP",
  protocols: ["xmpp"],
  facts: { subprotocol: "xmpp" },
  lines: [
    '> <open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.org" version="1.0"/>',
    '< <open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="example.org" id="1" version="1.0"/>',
    '> <auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">c2VjcmV0</auth>',
    '< <success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>',
    '> <iq xmlns="jabber:client" type="get" id="a1" to="example.org"><ping xmlns="urn:xmpp:ping"/></iq>',
    '< <iq xmlns="jabber:client" type="result" id="a1" from="example.org"/>',
    '> <message xmlns="jabber:client" to="bob@example.org" type="chat"><body>Hi\nBob</body></message>',
    '< <message xmlns="jabber:client" from="bob@example.org" type="chat"><body>Hello</body></message>',
    '> <r xmlns="urn:xmpp:sm:3"/>',
    '< <a xmlns="urn:xmpp:sm:3" h="2"/>',
    '< <close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
  ],
  shown: [
    '·open: open example.org <open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="example.org" version="1.0"/>',
    '·open: open example.org <open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="example.org" id="1" version="1.0"/>',
    "·auth {request auth}: auth",
    '·success {reply auth}: success <success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>',
    "·iq ping {request a1}: iq get example.org urn:xmpp:ping",
    'iq result {reply a1}: iq result example.org <iq xmlns="jabber:client" type="result" id="a1" from="example.org"/>',
    "message chat: message chat bob@example.org Hi Bob",
    "message chat: message chat bob@example.org Hello",
    '·r {request r}: r <r xmlns="urn:xmpp:sm:3"/>',
    '·a {reply r}: a <a xmlns="urn:xmpp:sm:3" h="2"/>',
    '·close: close <close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>',
  ],
};

/** By XEP-0124 and XEP-0206. */
export const boshConversation: Conversation = {
  name: "XMPP over HTTP",
  protocols: ["xmpp"],
  facts: { kind: "http", contentType: "text/xml" },
  lines: [
    "> <body rid='1' sid='s' xmlns='http://jabber.org/protocol/httpbind'><message xmlns='jabber:client' to='a@b'><body>Hi</body></message><presence xmlns='jabber:client'/></body>",
    "< <body xmlns='http://jabber.org/protocol/httpbind'/>",
    "< <body type='terminate' condition='policy-violation' xmlns='http://jabber.org/protocol/httpbind'/>",
  ],
  shown: [
    "·body: body rid 1",
    "message: message a@b Hi",
    "presence: presence <presence xmlns='jabber:client'/>",
    "·poll: body",
    "·terminate: body terminate policy-violation",
  ],
};
