import { RowPart } from "../decoded-part.ts";
import type { Decoder, RawMessage, Vote } from "../decoder.ts";
import { isPrintable, likelyReading, toProtobufTree, wholeProtobufText } from "../values/protobuf-reading.ts";
import { LENGTH, readWireFields, type WireField } from "../values/protobuf-wire.ts";
import { isEnveloped } from "./grpc-web.ts";

/** What is shorter is a message by chance too often. */
const LEAST_BYTES = 8;

/** A row looks at no more; a longer message is read in the tree. */
const MOST_ROW_BYTES = 1024 * 1024;

/** Messages of people have few fields of their own; more are chance, or a list. */
const MOST_NUMBER = 200;

/**
 * Protocol Buffers without their schema: field numbers and likely readings. Any bytes may be such a message; so it takes three that are, each
 * with two fields and a text or a message among them, and none that is not.
 */
export const protobuf: Decoder = {
  id: "protobuf",
  name: "Protocol Buffers",
  // What is within envelopes would be taken for all that there is.
  possible: ({ inside, contentType }) => inside.length > 0 || !isEnveloped(contentType),
  hint: ({ inside, contentType }) =>
    inside.at(-1) === "grpc-web" && !contentType.includes("json")
      ? { weight: 0.8, reason: "gRPC carries it unless it says otherwise" }
      : null,
  vote(message): Vote {
    const { bytes, binary, cut } = message;
    if (!binary || cut || bytes.length === 0) return "silent";
    const fields = fieldsOf(message);
    if (fields === null) return "against";
    if (bytes.length < LEAST_BYTES) return "silent";
    // Text in a binary message may look like fields.
    if (isPrintable(bytes, 0, bytes.length)) return "against";
    if (fields.length < 2 || fields.some(({ number }) => number > MOST_NUMBER)) return "silent";
    return fields.some((it) => isTelling(bytes, it)) ? "fits" : "silent";
  },
  decode(message) {
    const { bytes, binary } = message;
    const summary = binary && bytes.length <= MOST_ROW_BYTES ? wholeProtobufText(bytes) : null;
    if (summary === null) return null;
    const part = new RowPart("protobuf", summary, 0, bytes.length);
    part.tree = () => toProtobufTree(bytes, 0, bytes.length);
    return [part];
  },
};

function fieldsOf({ bytes }: RawMessage): WireField[] | null {
  return bytes.length > MOST_ROW_BYTES ? null : readWireFields(bytes);
}

/** A text of some length, or a message of several fields. */
function isTelling(bytes: Uint8Array, field: WireField): boolean {
  if (field.wireType !== LENGTH || field.to - field.valueFrom < 3) return false;
  const reading = likelyReading(bytes, field);
  if (reading === "text") return true;
  return reading === "message" && (readWireFields(bytes, field.valueFrom, field.to)?.length ?? 0) > 1;
}
