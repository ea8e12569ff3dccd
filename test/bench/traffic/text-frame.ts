/** FIN and the opcode of a text frame (RFC 6455, 5.2). */
const FINAL_TEXT = 0x81;
const LENGTH_IN_16_BITS = 126;

/** One unmasked text frame, as a server sends it; for payloads of up to 65,535 bytes. */
export function createTextFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length >= LENGTH_IN_16_BITS) {
    const header = Buffer.from([FINAL_TEXT, LENGTH_IN_16_BITS, 0, 0]);
    header.writeUInt16BE(payload.length, 2);
    return Buffer.concat([header, payload]);
  }
  return Buffer.concat([Buffer.from([FINAL_TEXT, payload.length]), payload]);
}
