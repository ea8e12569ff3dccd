import type { Conversation } from "./conversation.ts";

export const chromeDevtoolsConversation: Conversation = {
  name: "Chrome DevTools Protocol",
  protocols: ["cdp"],
  facts: { url: "ws://127.0.0.1:9222/devtools/browser/6a8c4f1e-0000" },
  lines: [
    '> {"id":1,"method":"Target.attachToTarget","params":{"targetId":"T","flatten":true}}',
    '< {"method":"Target.attachedToTarget","params":{"sessionId":"S"}}',
    '< {"id":1,"result":{"sessionId":"S"}}',
    '> {"id":2,"sessionId":"S","method":"Page.enable"}',
    '< {"id":2,"result":{},"sessionId":"S"}',
  ],
  shown: [
    'request Target.attachToTarget {request 1}: Target.attachToTarget {"targetId":"T","flatten":true}',
    'notification Target.attachedToTarget: Target.attachedToTarget {"sessionId":"S"}',
    'response {reply 1}: {"sessionId":"S"}',
    "request Page.enable {request S 2}: Page.enable",
    "response {reply S 2}: {}",
  ],
};
