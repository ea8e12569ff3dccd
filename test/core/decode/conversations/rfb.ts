import type { Conversation } from "./conversation.ts";

const encoder = new TextEncoder();

const bytes = (...values: readonly number[]) => Uint8Array.from(values);

/** By RFC 6143. */
export const rfbConversation: Conversation = {
  name: "RFB",
  protocols: ["rfb"],
  facts: { subprotocol: "binary" },
  lines: [
    ["<", encoder.encode("RFB 003.008\n")],
    [">", encoder.encode("RFB 003.008\n")],
    ["<", bytes(0, 0, 0, 0)],
    [">", bytes(1)],
    [">", bytes(2, 0, 0, 2, 0, 0, 0, 16, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 3, 32, 2, 88)],
    ["<", bytes(0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 9, 9, 9, 9)],
    [">", bytes(5, 1, 0, 10, 0, 20, 4, 1, 0, 0, 0, 0, 0, 97, 6, 0, 0, 0, 0, 0, 0, 2, 104, 105)],
  ],
  shown: [
    "·version {request version}: RFB 003.008",
    "·version {reply version}: RFB 003.008",
    "data: data (4 B)",
    "·handshake: handshake 1",
    "·SetEncodings: SetEncodings",
    "·FramebufferUpdateRequest: FramebufferUpdateRequest 800×600 at 0, 0, incremental",
    "data: data (20 B)",
    "PointerEvent: PointerEvent 10, 20 buttons 1",
    "KeyEvent: KeyEvent down 0x61",
    "ClientCutText: ClientCutText hi",
  ],
};
