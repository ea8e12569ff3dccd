/** A close code's registered name, and what it says in plain words. */
export interface CloseCodeText {
  readonly name: string;
  readonly meaning: string;
}

/** RFC 6455 7.4.1 and the IANA registry "WebSocket Close Code Number". */
const REGISTERED: Readonly<Record<number, readonly [string, string]>> = {
  1000: ["Normal Closure", "The purpose of the connection is fulfilled."],
  1001: ["Going Away", "The server goes down, or the page was left."],
  1002: ["Protocol error", "One side got a frame that the protocol does not allow."],
  1003: ["Unsupported Data", "One side got a type of data that it cannot accept."],
  1004: ["Reserved", "Not defined yet."],
  1005: ["No Status Rcvd", "The Close frame held no code. Never sent itself; the browser reports it."],
  1006: [
    "Abnormal Closure",
    "The connection broke without a Close frame. Never sent itself; the browser reports it.",
  ],
  1007: ["Invalid frame payload data", "A message did not fit its type, such as text that is not UTF-8."],
  1008: ["Policy Violation", "A message broke a rule of the receiving side."],
  1009: ["Message Too Big", "A message was larger than the receiving side takes."],
  1010: ["Mandatory Ext.", "The client needs an extension that the server did not negotiate."],
  1011: ["Internal Error", "The server met a condition that it did not expect."],
  1012: ["Service Restart", "The service restarts; connect again after a random pause."],
  1013: ["Try Again Later", "The service is overloaded; connect again later, or elsewhere."],
  1014: ["Bad Gateway", "A gateway or proxy got an invalid answer from the server behind it."],
  1015: ["TLS handshake", "The TLS handshake failed. Never sent itself; the browser reports it."],
  3000: ["Unauthorized", "The endpoint asks for authorization, and it was missing or wrong."],
  3003: ["Forbidden", "The endpoint refuses the request, whatever the authorization."],
  3008: ["Timeout", "The endpoint waited too long for a message."],
};

/** What a WebSocket close code means. */
export function formatCloseCode(code: number): CloseCodeText {
  const registered = REGISTERED[code];
  if (registered !== undefined) return { name: registered[0], meaning: registered[1] };
  if (code >= 4000 && code <= 4999) {
    return { name: "Private use", meaning: "The application's own code: its source says what it means." };
  }
  if (code >= 3000 && code <= 3999) {
    return {
      name: "Library or framework",
      meaning: "For libraries and frameworks, without a registered meaning.",
    };
  }
  if (code >= 1000 && code <= 2999) {
    return { name: "Unassigned", meaning: "For the protocol and its extensions, without a meaning so far." };
  }
  return { name: "Not used", meaning: "Outside of the numbers that RFC 6455 allows." };
}
