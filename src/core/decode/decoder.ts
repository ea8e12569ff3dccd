import type { Bytes } from "../units.ts";
import type { TreeNode } from "./tree-node.ts";

/** What is known of a connection before its messages are looked at. */
export interface ConnectionFacts {
  /** `polling`: what requests of one session carried, as messages. */
  readonly kind: "websocket" | "eventsource" | "fetch-stream" | "http" | "polling";
  readonly url: string;
  /** The negotiated subprotocol of a WebSocket; "" is none, or not known. */
  readonly subprotocol: string;
  /** Of a response; "" where there is none. */
  readonly contentType: string;
  /** The decoders whose contents these messages are, outermost first. */
  readonly inside: readonly string[];
}

/** A message as it was recorded, or what another decoder found in one. Its bytes are never changed and never copied. */
export interface RawMessage {
  /** Counts from 0 on its connection, both directions together. */
  readonly index: number;
  readonly received: boolean;
  /** Of a text its UTF-8. */
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Not all of it was recorded. */
  readonly cut: boolean;
  /** Server-Sent Events: the type it was dispatched with. Else "". */
  readonly event: string;
}

/**
 * What joins messages. A `request` wants an answer, a `reply` with the same key in the other direction is it and ends
 * it; an `event` belongs to it and does not end it: an item of a stream, what a subscription brings.
 */
export interface Correlation {
  /** Unique among what is open in one direction of a connection. */
  readonly key: string;
  readonly role: "request" | "reply" | "event";
}

/** Of a protocol's message that takes several messages of the connection: which piece of it this is. */
export type Piece = "whole" | "begins" | "continues" | "ends";

/** One message of a protocol, in a message of the connection or of the decoder around. What is left out is none. */
export interface Part {
  /** The protocol's own word for what it is: `event`, `ack`, `subscribe`. */
  readonly kind: string;
  /** One line for people, of at most some 200 signs. Without it, what is carried is summarised. */
  readonly summary?: string;
  /** What the application calls it: an event's name, a method, an operation. */
  readonly event?: string | null;
  /** What it belongs to: a namespace, a topic, a subscription. */
  readonly channel?: string | null;
  /** It serves the protocol, not the application: a heartbeat, an acknowledgement of receipt, a handshake. */
  readonly control?: boolean;
  readonly correlation?: Correlation | null;
  /** It says that something failed. */
  readonly failed?: boolean;
  /** What is wrong with it, in words. It is shown all the same. */
  readonly problem?: string | null;
  /** Where it stands in the bytes of its message; without it, all of them. */
  readonly from?: Bytes;
  readonly to?: Bytes;
  readonly piece?: Piece;
  /** The earlier messages of the connection (`index`) in which the rest of it came. */
  readonly earlier?: readonly number[];
  /** What it carries, for the next decoder. Where its bytes are a part of the message's own, they keep their place. */
  readonly carries?: Carried | null;
  /** Made when it is looked at. Without it, what is carried or else the part's own bytes are shown by their format. */
  readonly tree?: () => TreeNode;
}

/** What a part of a protocol carries: a payload, or messages of another protocol. */
export interface Carried {
  readonly bytes: Uint8Array;
  readonly binary: boolean;
  /** Where the bytes begin in the message's own, if they are a part of these and the decoder knows it. Without it, that is found out, which takes some 50 ns. */
  readonly from?: Bytes | null;
  /** Server-Sent Events within something: the type. */
  readonly event?: string;
}

/**
 * What a message says about the question whether its connection speaks a protocol. `proof`: no other protocol's message looks
 * like this. `fits`: it has the form, which chance would hardly make. `alike`: it has the form, which an application may also have
 * chosen for itself; that counts where a hint or a proof speaks for the protocol. `silent`: it would fit many.
 * `against`: the protocol has no such message.
 */
export type Vote = "proof" | "fits" | "alike" | "silent" | "against";

/** A hint that is there before any message. */
export interface Hint {
  /** From 0 to 1: how likely the protocol is, by this alone. */
  readonly weight: number;
  /** A clause that follows "because": `EIO=4 stands in the URL`. */
  readonly reason: string;
}

/**
 * A protocol or framing: one file, one line in the registry. It holds nothing between calls: what has to be remembered is
 * `State`, a value that is never changed in place, so that decoding can begin at any message whose state was kept.
 * Nothing here throws, whatever the bytes; time is bounded by their length, output by constants.
 */
export interface Decoder<State = unknown> {
  /** As it is written in files and filters: `socket.io`. */
  readonly id: string;
  /** As people write it: `Socket.IO`. */
  readonly name: string;
  /** The more general protocol whose messages this one's are all: where both are claimed, this one counts. */
  readonly refines?: string;
  /** Where it can be at all; without it anywhere. Cheap, it is asked first. */
  possible?(facts: ConnectionFacts): boolean;
  /** What subprotocol, URL or content type say. */
  hint?(facts: ConnectionFacts): Hint | null;
  /** What one message says. `state` is that before it, as far as the messages that were looked at tell. */
  vote(message: RawMessage, facts: ConnectionFacts, state: State): Vote;
  /** The state before the first message; without it there is none. */
  start?(facts: ConnectionFacts): State;
  /** The state after a message. Cheap: it is asked of every message before one that is looked at. */
  follow?(state: State, message: RawMessage): State;
  /** The protocol's messages in a message, at least one; null where it is not the protocol's. `state` is that before it. */
  decode(message: RawMessage, state: State): readonly Part[] | null;
  /**
   * Framings: what `decode` would give as `carries`, in the same order, without making anything else. A decoder
   * without it has no other within.
   */
  split?(message: RawMessage, state: State): readonly Carried[];
  /** Which of the application's sessions this connection is a piece of; joins transports. */
  sessionOf?(facts: ConnectionFacts, first: readonly RawMessage[]): string | null;
}
