/** The decoders, for other programs: no DOM, no browser, no clock. */
export { type ConnectionDecoder, createConnectionDecoder, type MessageSource } from "./connection-decoder.ts";
export type { DecodedPart } from "./decoded-part.ts";
export type {
  Carried,
  ConnectionFacts,
  Correlation,
  Decoder,
  Hint,
  Part,
  Piece,
  RawMessage,
  Vote,
} from "./decoder.ts";
export {
  createModelMerger,
  isModelStream,
  type ModelMerger,
  mergeModelStream,
} from "./models/merge-model-stream.ts";
export {
  type AnswerBlock,
  type AnswerChoice,
  type AnswerError,
  type AnswerKind,
  type AnswerPiece,
  type AnswerUsage,
  joinBlocks,
  type ModelAnswer,
} from "./models/model-answer.ts";
export { openNested } from "./open-nested.ts";
export { parseProto } from "./proto/parse-proto.ts";
export type {
  ProtoField,
  ProtoMessage,
  ProtoMethod,
  ProtoProblem,
  ProtoReading,
  ProtoSchema,
} from "./proto/proto-schema.ts";
export { readDescriptorSet } from "./proto/read-descriptor-set.ts";
export { readWithSchema } from "./proto/read-with-schema.ts";
export { readPayload } from "./read-payload.ts";
export type { Claim } from "./recognise.ts";
export { type DecoderChoice, NO_CHOICE, type Recognition } from "./recognise-stack.ts";
export { DECODERS } from "./registry.ts";
export type { TreeKind, TreeNode } from "./tree-node.ts";
