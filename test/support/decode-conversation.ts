import { type ConnectionDecoder, createConnectionDecoder } from "../../src/core/decode/connection-decoder.ts";
import type { DecodedPart } from "../../src/core/decode/decoded-part.ts";
import type { ConnectionFacts, RawMessage } from "../../src/core/decode/decoder.ts";
import { type DecoderChoice, NO_CHOICE } from "../../src/core/decode/recognise-stack.ts";
import { DECODERS } from "../../src/core/decode/registry.ts";
import type { TreeNode } from "../../src/core/decode/tree-node.ts";

const encoder = new TextEncoder();

/** `> text` was sent, `< text` received; bytes are binary. A tuple's first is the type of a Server-Sent Event. */
export type Line =
  | string
  | readonly ["<" | ">", Uint8Array]
  | { readonly event: string; readonly data: string };

export function toMessages(lines: readonly Line[]): RawMessage[] {
  return lines.map((line, index): RawMessage => {
    const common = { index, cut: false, event: "" };
    if (typeof line === "string") {
      const bytes = encoder.encode(line.slice(2));
      return { ...common, received: line.startsWith("< "), bytes, binary: false };
    }
    if ("data" in line) {
      return {
        ...common,
        received: true,
        bytes: encoder.encode(line.data),
        binary: false,
        event: line.event,
      };
    }
    return { ...common, received: line[0] === "<", bytes: line[1], binary: true };
  });
}

export function toFacts(facts: Partial<ConnectionFacts> = {}): ConnectionFacts {
  return {
    kind: "websocket",
    url: "wss://host.example/socket",
    subprotocol: "",
    contentType: "",
    inside: [],
    ...facts,
  };
}

/** A decoder over a conversation that is written down. */
export function decoderOf(
  lines: readonly Line[] | readonly RawMessage[],
  facts: Partial<ConnectionFacts> = {},
  choice: DecoderChoice = NO_CHOICE,
): ConnectionDecoder & { all(): DecodedPart[]; ids(): string[]; because(): string } {
  const first = lines[0];
  const messages =
    typeof first === "object" && "index" in first ? (lines as RawMessage[]) : toMessages(lines as Line[]);
  const source = {
    facts: toFacts(facts),
    count: messages.length,
    message: (index: number) => messages[index] as RawMessage,
  };
  const decoder = createConnectionDecoder(source, DECODERS, choice);
  return {
    ...decoder,
    all: () => messages.flatMap((_, index) => decoder.decode(index)),
    ids: () => decoder.recognition().claims.map((it) => it.decoder.id),
    because: () =>
      decoder
        .recognition()
        .claims.map(({ reason }) => reason)
        .join(" | "),
  };
}

/** A part in short: what a row would show. */
export function toShort(part: DecodedPart): string {
  const { kind, event, control, correlation, summary } = part;
  const link = correlation === null ? "" : ` {${correlation.role} ${correlation.key}}`;
  return `${control ? "·" : ""}${kind}${event === null ? "" : ` ${event}`}${link}: ${summary}`;
}

/** A tree as plain values, everything opened. */
export function toPlain(node: TreeNode): unknown {
  if (node.count === 0) return node.kind === "string" && node.value !== null ? node.value() : node.text;
  const children = node.children(0, node.count);
  if (node.kind === "array") return children.map(toPlain);
  return Object.fromEntries(children.map((it) => [String(it.key), toPlain(it)]));
}
