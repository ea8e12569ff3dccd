import { CONNACK, SUBACK } from "./mqtt-packet.ts";

/** The codes from which on something failed (version 5; before it, all but 0 of CONNACK and 128 of SUBACK). */
const FAILED = 0x80;

/** Below 128, by the code (MQTT 5.0, 2.4). What is granted is said apart, 0 is not said. */
const DONE: Readonly<Record<number, string>> = {
  4: "Disconnect with Will Message",
  16: "No matching subscribers",
  17: "No subscription existed",
  24: "Continue authentication",
  25: "Re-authenticate",
};

/** From 128 on, one after another (MQTT 5.0, 2.4). */
const REASONS = [
  ...["Unspecified error", "Malformed Packet", "Protocol Error", "Implementation specific error"],
  ...["Unsupported Protocol Version", "Client Identifier not valid", "Bad User Name or Password"],
  ...["Not authorized", "Server unavailable", "Server busy", "Banned", "Server shutting down"],
  ...["Bad authentication method", "Keep Alive timeout", "Session taken over", "Topic Filter invalid"],
  ...["Topic Name invalid", "Packet Identifier in use", "Packet Identifier not found"],
  ...["Receive Maximum exceeded", "Topic Alias invalid", "Packet too large", "Message rate too high"],
  ...["Quota exceeded", "Administrative action", "Payload format invalid", "Retain not supported"],
  ...["QoS not supported", "Use another server", "Server moved", "Shared Subscriptions not supported"],
  ...["Connection rate exceeded", "Maximum connect time", "Subscription Identifiers not supported"],
  "Wildcard Subscriptions not supported",
];

/** Of CONNACK before version 5, from 1 on (MQTT 3.1.1, 3.2.2.3). */
const REFUSED = [
  "unacceptable protocol version",
  "identifier rejected",
  "Server unavailable",
  "bad user name or password",
  "not authorized",
];

/** Whether a packet of that type says by that code that something failed. */
export function isMqttFailure(type: number, code: number): boolean {
  return code >= FAILED || (type === CONNACK && code > 0);
}

/** What a return or reason code says, in the standard's words; "" where it is success or not known. `level`: the version. */
export function nameMqttCode(type: number, code: number, level: number): string {
  if (type === SUBACK && code <= 2) return `granted QoS ${code}`;
  if (level < 5 && type === SUBACK && code === FAILED) return "Failure";
  if (level < 5 && type === CONNACK && code < FAILED) return REFUSED[code - 1] ?? "";
  return (code >= FAILED ? REASONS[code - FAILED] : DONE[code]) ?? "";
}
