import type { DecoderRule } from "../analysis/decoder-rule.ts";
import type { Piece } from "../decode/decoder.ts";
import type { TreeKind } from "../decode/tree-node.ts";
import type { Bytes } from "../units.ts";

/** A decoder, by its name in files and filters, and as people write it. */
export interface DecoderName {
  readonly id: string;
  readonly name: string;
}

/** A decoder that a reader may choose. */
export interface DecoderOffer extends DecoderName {
  /** It has others within it. */
  readonly frames: boolean;
  /** It, within what it always stands in; outermost first. */
  readonly stack: readonly string[];
}

/** That a connection speaks a protocol, and why. */
export interface ProtocolClaim extends DecoderName {
  /** From 0 to 1. */
  readonly confidence: number;
  /** Clauses that follow "because". */
  readonly reason: string;
}

/** What a connection speaks. */
export interface ConnectionProtocols {
  /** Outermost first; none where none was recognised. */
  readonly claims: readonly ProtocolClaim[];
  /** What else it could be. */
  readonly runnerUp: ProtocolClaim | null;
  /** What the reader has decided about it, and whether about more than it. */
  readonly rule: DecoderRule | null;
  /** The reader's own decoder for it, which is asked first. */
  readonly own: DecoderName | null;
}

/** What one message means. */
export interface DecodedMessage extends ConnectionProtocols {
  readonly row: number;
  readonly parts: readonly DecodedPartView[];
  /** So many bytes of it were read: fewer than there are where it is very large. */
  readonly readBytes: Bytes;
}

/** A protocol message within it. Texts are cut to what can be shown. */
export interface DecodedPartView {
  readonly protocols: readonly string[];
  readonly kind: string;
  readonly event: string | null;
  readonly channel: string | null;
  readonly summary: string;
  readonly control: boolean;
  readonly failed: boolean;
  readonly problem: string | null;
  readonly from: Bytes;
  readonly to: Bytes;
  readonly piece: Piece;
  /** The earlier rows in which the rest of it came. */
  readonly earlier: readonly number[];
  readonly format: string | null;
  readonly tree: DecodedNode;
}

/** A node of a part's tree; its children are asked for. */
export interface DecodedNode {
  readonly key: string | number;
  readonly kind: TreeKind;
  readonly text: string;
  readonly count: number;
  readonly from: Bytes | null;
  readonly to: Bytes | null;
  readonly holds: string | null;
  /** It has a value beyond its line. */
  readonly hasValue: boolean;
}

/** Where a node is: the positions of children, from the root of a part of a row. */
export interface NodePlace {
  readonly row: number;
  readonly part: number;
  readonly path: readonly number[];
}
