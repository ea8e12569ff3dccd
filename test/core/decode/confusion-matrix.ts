import type { ConnectionFacts } from "../../../src/core/decode/decoder.ts";
import { DECODERS } from "../../../src/core/decode/registry.ts";
import { decoderOf, toMessages } from "../../support/decode-conversation.ts";
import { CONVERSATIONS } from "./conversations/all.ts";
import type { Conversation } from "./conversations/conversation.ts";
import { UNKNOWN_CONVERSATIONS } from "./conversations/unknown.ts";

/** Shorter pieces prove nothing; that they are not claimed is no fault. */
export const LEAST_PIECE = 3;

/** What was claimed of the pieces of one label, by decoder. "" is no claim. */
export interface MatrixRow {
  readonly label: string;
  readonly claimed: ReadonlyMap<string, number>;
  readonly pieces: number;
}

export interface ConfusionMatrix {
  readonly rows: readonly MatrixRow[];
  /** Of the levels that were claimed, how many are so. */
  readonly precision: number;
  /** Of the pieces with a label, how many were recognised wholly. */
  readonly recall: number;
  readonly claims: number;
  readonly pieces: number;
}

/** Cuts every labelled conversation into all its pieces of some length, and counts what each is taken for, with its connection's facts. */
export function measureConfusion(): ConfusionMatrix {
  const rows = new Map<string, { claimed: Map<string, number>; pieces: number }>();
  let right = 0;
  let claims = 0;
  let whole = 0;
  let pieces = 0;
  for (const conversation of [...CONVERSATIONS, ...UNKNOWN_CONVERSATIONS]) {
    const { protocols } = conversation;
    for (const piece of piecesOf(conversation)) {
      const ids = decoderOf(piece, factsOf(conversation)).ids();
      if (protocols.length > 0) {
        pieces += 1;
        whole += Number(ids.join() === protocols.join());
      }
      ids.forEach((id, depth) => {
        claims += 1;
        right += Number(protocols[depth] === id);
      });
      const labels = protocols.length === 0 ? [""] : protocols;
      labels.forEach((label, depth) => {
        const row = rows.get(label) ?? { claimed: new Map(), pieces: 0 };
        rows.set(label, row);
        row.pieces += 1;
        const claimed = ids[depth] ?? "";
        row.claimed.set(claimed, (row.claimed.get(claimed) ?? 0) + 1);
      });
    }
  }
  const order = ["", ...DECODERS.map(({ id }) => id)];
  return {
    rows: Array.from(rows, ([label, row]) => ({ label, ...row })).sort(
      (a, b) => order.indexOf(a.label) - order.indexOf(b.label),
    ),
    precision: right / claims,
    recall: whole / pieces,
    claims,
    pieces,
  };
}

function factsOf({ facts }: Conversation): Partial<ConnectionFacts> {
  return facts ?? {};
}

function piecesOf({ lines }: Conversation) {
  const messages = toMessages(lines);
  const found = [];
  for (let from = 0; from < messages.length; from += 1) {
    for (let to = from + LEAST_PIECE; to <= messages.length; to += 1) {
      found.push(messages.slice(from, to).map((it, index) => ({ ...it, index })));
    }
  }
  // What is shorter than a piece is one.
  return messages.length < LEAST_PIECE ? [messages] : found;
}

/** The matrix as a page of documentation. Of its columns those that are empty everywhere are left out: a row names what it was taken for. */
export function formatConfusion({ rows, precision, recall, claims, pieces }: ConfusionMatrix): string {
  const name = (id: string) => (id === "" ? "none" : `\`${id}\``);
  const table = rows.map(({ label, claimed, pieces }) => {
    const own = claimed.get(label) ?? 0;
    const none = label === "" ? 0 : (claimed.get("") ?? 0);
    const others = Array.from(claimed)
      .filter(([id]) => id !== label && id !== "")
      .map(([id, count]) => `${name(id)} ${count}`);
    return `| ${name(label)} | ${pieces} | ${own} | ${label === "" ? "" : none} | ${others.join(", ")} |`;
  });
  return `# Confusion of the decoders

Written by \`test/core/decode/confusion-matrix.test.ts\` (\`npx vitest run -u\` writes it anew), which fails where it is not so any more.

Every labelled conversation (\`test/core/decode/conversations\`) is cut into all its pieces of ${LEAST_PIECE} messages and more, as recordings that begin and end anywhere have them. A row is a label (one for each
level, where protocols are within each other), and says how many of its pieces were recognised, how many were not claimed, and what the others were taken for: the cells of a confusion matrix that are not
empty. \`none\` are conversations of no known protocol that resemble one.

- Precision: ${(precision * 100).toFixed(2)} % of ${claims} claims are true (to be 99 % at least).
- Recall: ${(recall * 100).toFixed(2)} % of ${pieces} pieces are recognised wholly, at all levels (to be 95 % at least).

| is | pieces | recognised | not claimed | taken for |
| -- | -- | -- | -- | -- |
${table.join("\n")}
`;
}
