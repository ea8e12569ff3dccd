import { MOST_READ_BYTES } from "../decode/connection-decoder.ts";
import type { RawMessage } from "../decode/decoder.ts";
import { readBinaryMap } from "../decode/values/read-binary-map.ts";
import { readNestedValues } from "../decode/values/read-nested-values.ts";
import type { Annotation } from "../model/annotation.ts";
import { ROW_MESSAGE } from "../model/message-log.ts";
import { FLAG_BINARY, FLAG_PARTIAL, FLAG_RECEIVED } from "../wire/batch.ts";
import {
  type ConnectionFacts,
  type MeantPart,
  matchRow,
  type RowContent,
  type RowFacts,
} from "./match-row.ts";
import { asksForFields, asksForMeaning, type Query } from "./query.ts";
import { createJsonReader } from "./read-json.ts";
import { createScanDecoder } from "./scan-decoder.ts";

/** Some rows to be looked at: a number of each in every column, and what they say, one after the other. It can be transferred. */
export interface ScanBlock {
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly connection: Uint32Array<ArrayBuffer>;
  /** The how manieth message of its connection a row is, from 0. */
  readonly index: Uint32Array<ArrayBuffer>;
  readonly size: Float64Array<ArrayBuffer>;
  readonly missing: Float64Array<ArrayBuffer>;
  readonly nameLength: Uint32Array<ArrayBuffer>;
  readonly idLength: Uint32Array<ArrayBuffer>;
  /** What they are in round trips, and the times; empty where nobody asks. */
  readonly trip: Uint8Array<ArrayBuffer>;
  readonly rtt: Float64Array<ArrayBuffer>;
  /** Of the payload; 0 of a binary one that nobody looks into. */
  readonly length: Uint32Array<ArrayBuffer>;
  /** Name, ID and payload of each row. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Connections of these rows that no block before has told of, or not so. */
  readonly connections: readonly (readonly [number: number, facts: ConnectionFacts])[];
  /** Of those of these rows that the reader has said something of: their places in the block. */
  readonly annotations: readonly (readonly [place: number, annotation: Annotation])[];
  /** Of those of these rows that the reader's own decoders have read. */
  readonly own: readonly (readonly [place: number, parts: readonly MeantPart[]])[];
}

/** Looks through rows for what a query asks for. */
export interface Scan {
  /** 1 for each row that matches, else 0. A regular expression may take for ever. */
  scan(block: ScanBlock): Uint8Array<ArrayBuffer>;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Creates the scan of a query; it learns of connections block by block. */
export function createScan(query: Query): Scan {
  const connections = new Map<number, ConnectionFacts>();
  const isMeant = asksForMeaning(query);
  const decoder = isMeant || asksForFields(query) ? createScanDecoder() : null;
  return {
    scan(block) {
      for (const [number, facts] of block.connections) {
        connections.set(number, facts);
        // Values in binary messages are known by their schema, and else nothing need be decoded for them.
        if (isMeant || facts.schema) decoder?.know(number, facts);
      }
      const annotations = new Map(block.annotations);
      const own = new Map(block.own);
      let row = 0;
      const reader = createBlockReader(
        block,
        () => own.get(row) ?? decoder?.parts() ?? [],
        () => decoder?.fields() ?? [],
      );
      const rows = block.kind.length;
      const matches = new Uint8Array(rows);
      let known = 0;
      let connection: ConnectionFacts | null = null;
      // One object for all, which looks up what is asked for: making one for each row takes longer than to look at it.
      const facts: RowFacts = {
        get kind() {
          return block.kind[row] as number;
        },
        get flags() {
          return block.flags[row] as number;
        },
        get size() {
          return block.size[row] as number;
        },
        get missing() {
          return block.missing[row] as number;
        },
        get connection() {
          const id = block.connection[row] as number;
          if (id !== known) {
            known = id;
            connection = connections.get(id) ?? null;
          }
          return connection;
        },
        get annotation() {
          return annotations.get(row) ?? null;
        },
        get trip() {
          return block.trip[row] ?? 0;
        },
        get rtt() {
          return block.rtt[row] ?? Number.NaN;
        },
      };
      for (; row < rows; row += 1) {
        reader.next();
        if (decoder !== null && facts.kind === ROW_MESSAGE && (isMeant || facts.connection?.schema)) {
          const isPartial = (facts.flags & FLAG_PARTIAL) !== 0;
          decoder.begin(block.connection[row] as number, reader.message(), isPartial);
        }
        if (matchRow(query, facts, reader)) matches[row] = 1;
        decoder?.end();
      }
      return matches;
    },
  };
}

/** What the rows of a block say, one after the other. */
interface BlockReader extends RowContent {
  next(): void;
  /** The row as a message to be decoded. */
  message(): RawMessage;
}

/**
 * Rows are decoded, and searched, together up to so many bytes, if in these every byte is a character of its own. Measured
 * (Node 20, 200-byte messages): 150 ms for 200 MB, one by one 500 ms; together with more, 450 ms, since that leaves the caches.
 */
const RUN_BYTES = 32 * 1024;

/** Creates a reader, before the first row. `fields`: the values that a binary message has by a schema. */
function createBlockReader(
  block: ScanBlock,
  parts: RowContent["parts"],
  fields: () => readonly unknown[],
): BlockReader {
  const { flags, nameLength, idLength, length, size, bytes } = block;
  let row = -1;
  let nameAt = 0;
  let idAt = 0;
  let payloadAt = 0;
  let end = 0;
  let runAt = 0;
  let runEnd = 0;
  let decoded: { readonly text: string; readonly isPlain: boolean } | null = null;
  let lowerCase: string | null = null;
  let values: readonly unknown[] | null = null;
  /** The place of the first find that is not before the row, of each text that is looked for. */
  const finds = new Map<string, number>();

  /** Begins a run with this row. */
  function begin(): void {
    runAt = nameAt;
    runEnd = end;
    for (let next = row + 1; next < length.length; next += 1) {
      const more = (nameLength[next] as number) + (idLength[next] as number) + (length[next] as number);
      if (runEnd + more - runAt > RUN_BYTES) break;
      runEnd += more;
    }
    decoded = null;
    lowerCase = null;
    finds.clear();
  }

  function run(): { readonly text: string; readonly isPlain: boolean } {
    if (decoded === null) {
      const text = decoder.decode(bytes.subarray(runAt, runEnd));
      decoded = { text, isPlain: text.length === runEnd - runAt };
    }
    return decoded;
  }

  function textAt(from: number, to: number): string {
    if (from === to) return "";
    const { text, isPlain } = run();
    return isPlain ? text.slice(from - runAt, to - runAt) : decoder.decode(bytes.subarray(from, to));
  }

  const json = createJsonReader({ bytes, textAt });

  function binaryValues(): readonly unknown[] {
    const known = fields();
    if (known.length > 0) return known;
    const payload = bytes.subarray(payloadAt, end);
    const map = readBinaryMap(payload);
    return map === undefined ? [...json.read(payloadAt, end), ...readNestedValues(payload)] : [map];
  }

  const isText = () => ((flags[row] as number) & FLAG_BINARY) === 0;

  return {
    next() {
      row += 1;
      nameAt = end;
      idAt = nameAt + (nameLength[row] as number);
      payloadAt = idAt + (idLength[row] as number);
      end = payloadAt + (length[row] as number);
      values = null;
      if (end > runEnd) begin();
    },
    get event() {
      return textAt(nameAt, idAt);
    },
    get id() {
      return textAt(idAt, payloadAt);
    },
    parts,
    values() {
      values ??= isText() ? json.read(payloadAt, end) : binaryValues();
      return values;
    },
    message() {
      const to = Math.min(end, payloadAt + MOST_READ_BYTES);
      return {
        index: block.index[row] as number,
        received: ((flags[row] as number) & FLAG_RECEIVED) !== 0,
        bytes: bytes.subarray(payloadAt, to),
        binary: !isText(),
        cut: to - payloadAt < (size[row] as number),
        event: textAt(nameAt, idAt),
      };
    },
    text: () => (isText() ? textAt(payloadAt, end) : null),
    contains(wanted) {
      if (!isText()) return false;
      if (wanted === "") return true;
      const { text, isPlain } = run();
      if (!isPlain) return textAt(payloadAt, end).toLowerCase().includes(wanted);
      let at = finds.get(wanted) ?? -1;
      if (at < payloadAt) {
        lowerCase ??= text.toLowerCase();
        const found = lowerCase.indexOf(wanted, payloadAt - runAt);
        at = found === -1 ? Number.POSITIVE_INFINITY : runAt + found;
        finds.set(wanted, at);
      }
      return at + wanted.length <= end;
    },
  };
}
