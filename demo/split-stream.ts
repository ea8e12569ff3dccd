import type { RecordedMessage } from "./compare-with-ledger.ts";

/** The messages in the bytes of a whole stream, told apart by nothing of Duplex's. */
export function splitStream(contentType: string, body: Buffer): RecordedMessage[] {
  const type = contentType.replace(/;.*$/s, "").trim();
  const text = body.toString("utf8");
  if (type === "text/event-stream") return splitEvents(text);
  if (type === "application/x-ndjson") return text.split("\n").filter(Boolean).map(toText);
  if (type === "application/json-seq") {
    return text
      .split("\x1e")
      .filter(Boolean)
      .map((it) => toText(it.trimEnd()));
  }
  if (type.startsWith("application/grpc-web-text")) {
    const flushes = text.match(/[^=]+={1,2}|[^=]+$/g) ?? [];
    return splitEnvelopes(Buffer.concat(flushes.map((it) => Buffer.from(it, "base64"))), 0x80, false);
  }
  if (type.startsWith("application/grpc-web")) return splitEnvelopes(body, 0x80, false);
  return splitEnvelopes(body, 2, true);
}

function splitEvents(text: string): RecordedMessage[] {
  const messages: RecordedMessage[] = [];
  let eventId = "";
  const normal = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  for (const block of normal.split("\n\n")) {
    const lines = block.split("\n");
    const valuesOf = (name: string) =>
      lines.filter((it) => it.startsWith(`${name}: `)).map((it) => it.slice(name.length + 2));
    eventId = valuesOf("id").at(-1) ?? eventId;
    const data = valuesOf("data");
    if (data.length === 0) continue;
    const eventName = valuesOf("event").at(-1) ?? "message";
    messages.push({ direction: "received", type: "text", data: data.join("\n"), eventName, eventId });
  }
  return messages;
}

function splitEnvelopes(body: Buffer, end: number, json: boolean): RecordedMessage[] {
  const messages: RecordedMessage[] = [];
  for (let at = 0; at < body.length; ) {
    const size = body.readUInt32BE(at + 1);
    const payload = body.subarray(at + 5, at + 5 + size);
    const isText = json || ((body[at] as number) & end) !== 0;
    messages.push(
      isText
        ? toText(payload.toString("utf8"))
        : { direction: "received", type: "binary", data: payload.toString("base64") },
    );
    at += 5 + size;
  }
  return messages;
}

function toText(data: string): RecordedMessage {
  return { direction: "received", type: "text", data };
}
