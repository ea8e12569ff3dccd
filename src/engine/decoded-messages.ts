import type { SessionDecoder } from "../core/analysis/decode-session.ts";
import type { DecoderRule } from "../core/analysis/decoder-rule.ts";
import { MOST_READ_BYTES } from "../core/decode/connection-decoder.ts";
import type { DecodedPart } from "../core/decode/decoded-part.ts";
import { type FoundNodes, findInTree } from "../core/decode/find-in-tree.ts";
import { openNested } from "../core/decode/open-nested.ts";
import type { Claim } from "../core/decode/recognise.ts";
import type { Recognition } from "../core/decode/recognise-stack.ts";
import type { TreeNode } from "../core/decode/tree-node.ts";
import { treesToJson } from "../core/decode/tree-to-json.ts";
import type { Session } from "../core/model/session.ts";
import { say } from "../core/text/say.ts";
import type {
  ConnectionProtocols,
  DecodedMessage,
  DecodedNode,
  DecodedPartView,
  DecoderName,
  NodePlace,
  ProtocolClaim,
} from "../core/wire/decoded-message.ts";
import { nextTask } from "./next-task.ts";
import { prepareRow } from "./prepare-row.ts";

/** More children are not given at once. */
const MOST_CHILDREN = 1000;
/** A name or a line that is longer is cut; a value can be asked for as a whole. */
const MOST_CHARS = 600;
/** So long is searched in a task. */
const SLICE_MS = 8;
/** Earlier messages that are told of. */
const MOST_EARLIER = 100;

/** What messages mean, in full, one at a time: the last that was asked for is kept. */
export interface DecodedMessages {
  message(row: number, rule: DecoderRule | null, own?: DecoderName | null): Promise<DecodedMessage>;
  children(place: NodePlace, skip: number, limit: number): Promise<DecodedNode[]>;
  /** The whole value of a string or of bytes; null of what is neither. */
  value(place: NodePlace): Promise<string | Uint8Array | null>;
  /** All of it, or one value, as JSON; null where nothing is within that, or too much. */
  json(row: number, place: Omit<NodePlace, "row"> | null): Promise<string | null>;
  /** Where a text is in a part's tree; null where something else was looked for meanwhile. */
  find(place: Omit<NodePlace, "path">, text: string): Promise<FoundNodes | null>;
}

interface Opened {
  readonly row: number;
  readonly revision: number | null;
  readonly parts: readonly DecodedPart[];
  /** Trees, and nodes in them that have been asked for, by part and path. */
  readonly nodes: Map<string, TreeNode>;
}

/** What a decoder of the reader's own makes of a row, with its trees; null where none does. */
export type WholeParts = (row: number) => Promise<readonly DecodedPart[] | null>;

/** Creates it over a session. */
export function createDecodedMessages(
  session: Session,
  decoder: SessionDecoder,
  wholeParts: WholeParts = () => Promise.resolve(null),
): DecodedMessages {
  let last: Opened | null = null;
  /** Counts what was looked for: the last counts. */
  let searches = 0;

  async function open(row: number): Promise<Opened> {
    const connection = session.log.connection.get(row);
    if (last?.row === row && last.revision === decoder.revisionOf(connection)) return last;
    await prepareRow(session, decoder, row);
    const revision = decoder.revisionOf(connection);
    const own = await wholeParts(row);
    // What was waited for elsewhere may have taken long.
    if (own === null) await prepareRow(session, decoder, row);
    const opened = {
      row,
      revision,
      parts: own ?? decoder.partsOf(row),
      nodes: new Map(),
    };
    last = opened;
    return opened;
  }

  function nodeAt(opened: Opened, part: number, path: readonly number[]): TreeNode {
    const key = `${part} ${path.join(".")}`;
    const known = opened.nodes.get(key);
    if (known !== undefined) return known;
    const found =
      path.length === 0
        ? opened.parts[part] && openNested(opened.parts[part].tree())
        : nodeAt(opened, part, path.slice(0, -1)).children(path.at(-1) as number, 1)[0];
    if (found === undefined) throw new Error(say("thisValueIsNotThere"));
    opened.nodes.set(key, found);
    return found;
  }

  function toPartView(opened: Opened, it: DecodedPart, index: number): DecodedPartView {
    const connection = session.log.connection.get(opened.row);
    return {
      protocols: it.protocols,
      kind: cut(it.kind),
      event: it.event === null ? null : cut(it.event),
      channel: it.channel === null ? null : cut(it.channel),
      summary: cut(it.summary),
      control: it.control,
      failed: it.failed,
      problem: it.problem === null ? null : cut(it.problem),
      from: it.from,
      to: it.to,
      piece: it.piece,
      earlier: it.earlier.slice(0, MOST_EARLIER).map((at) => decoder.rowOf(connection, at)),
      format: it.format,
      tree: toNode(nodeAt(opened, index, [])),
    };
  }

  return {
    async message(row, rule, own = null) {
      const opened = await open(row);
      const recognition = decoder.recognitionOf(session.log.connection.get(row));
      return {
        ...toProtocols(recognition, rule, own),
        row,
        parts: opened.parts.map((it, index) => toPartView(opened, it, index)),
        readBytes: Math.min(MOST_READ_BYTES, session.heldLength(row)),
      };
    },
    async children({ row, part, path }, skip, limit) {
      const opened = await open(row);
      const node = nodeAt(opened, part, path);
      return node.children(skip, Math.min(limit, MOST_CHILDREN)).map(toNode);
    },
    async value({ row, part, path }) {
      const value = nodeAt(await open(row), part, path).value?.() ?? null;
      return value instanceof Uint8Array ? value.slice() : value;
    },
    async json(row, place) {
      const opened = await open(row);
      if (place !== null) return treesToJson([nodeAt(opened, place.part, place.path)]);
      return treesToJson(opened.parts.map((_, index) => nodeAt(opened, index, [])));
    },
    async find({ row, part }, text) {
      searches += 1;
      const mine = searches;
      const work = findInTree(nodeAt(await open(row), part, []), text);
      while (mine === searches) {
        const until = performance.now() + SLICE_MS;
        do {
          const step = work.next();
          if (step.done) return step.value;
        } while (performance.now() < until);
        await nextTask();
      }
      return null;
    },
  };
}

/** What a connection was found to speak, for the panel. */
export function toProtocols(
  recognition: Recognition | null,
  rule: DecoderRule | null,
  own: DecoderName | null = null,
): ConnectionProtocols {
  return {
    own,
    claims: recognition?.claims.map(toClaim) ?? [],
    runnerUp: recognition?.runnerUp ? toClaim(recognition.runnerUp) : null,
    rule,
  };
}

function toClaim({ decoder: { id, name }, confidence, reason }: Claim): ProtocolClaim {
  return { id, name, confidence, reason };
}

function toNode({ key, kind, text, count, from, to, holds, value }: TreeNode): DecodedNode {
  const shown = typeof key === "string" ? cut(key) : key;
  return { key: shown, kind, text: cut(text), count, from, to, holds, hasValue: value !== null };
}

function cut(text: string): string {
  return text.length <= MOST_CHARS ? text : `${text.slice(0, MOST_CHARS - 1)}…`;
}
