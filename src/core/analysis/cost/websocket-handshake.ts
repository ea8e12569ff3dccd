/** What a request has beside its other headers when it opens a WebSocket (RFC 6455 4.1); the key is 16 bytes in base64. */
export const WEBSOCKET_REQUEST_LINES =
  "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/** The shortest answer that opens it (RFC 6455 4.2.2). */
export const WEBSOCKET_RESPONSE =
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
