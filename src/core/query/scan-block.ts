import type { Bytes } from "../units.ts";
import { FLAG_BINARY } from "../wire/batch.ts";
import { type ConnectionFacts, matchRow, type RowContent } from "./match-row.ts";
import type { Query } from "./query.ts";

/** Some rows to be looked at: a number of each in every column, and what they say, one after the other. It can be transferred. */
export interface ScanBlock {
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly flags: Uint8Array<ArrayBuffer>;
  readonly connection: Uint32Array<ArrayBuffer>;
  readonly size: Float64Array<ArrayBuffer>;
  readonly missing: Float64Array<ArrayBuffer>;
  readonly nameLength: Uint32Array<ArrayBuffer>;
  readonly idLength: Uint32Array<ArrayBuffer>;
  /** Of the payload; 0 of a binary one, which is not searched. */
  readonly length: Uint32Array<ArrayBuffer>;
  /** Name, ID and payload of each row. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Connections of these rows that no block before has told of, or not so. */
  readonly connections: readonly (readonly [number: number, facts: ConnectionFacts])[];
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
  return {
    scan(block) {
      for (const [number, facts] of block.connections) connections.set(number, facts);
      const contents = readContents(block);
      const { kind, flags, size, missing } = block;
      return Uint8Array.from(kind, (_, row) => {
        const facts = {
          kind: kind[row] as number,
          flags: flags[row] as number,
          size: size[row] as number,
          missing: missing[row] as number,
          connection: connections.get(block.connection[row] as number) ?? null,
        };
        return matchRow(query, facts, contents(row)) ? 1 : 0;
      });
    },
  };
}

/**
 * What the rows say, decoded at once where every byte is a character of its own: to decode and to search many short texts
 * one by one takes several times as long.
 */
function readContents({
  kind,
  flags,
  nameLength,
  idLength,
  length,
  bytes,
}: ScanBlock): (row: number) => RowContent {
  const starts = new Float64Array(kind.length);
  let end = 0;
  for (let row = 0; row < kind.length; row += 1) {
    starts[row] = end;
    end += (nameLength[row] as number) + (idLength[row] as number) + (length[row] as number);
  }
  const whole = decoder.decode(bytes);
  const isPlain = whole.length === bytes.length;
  const found = new Map<string, Uint8Array>();
  let lowerCase: string | null = null;

  const textAt = (start: number, count: Bytes) => {
    if (count === 0) return "";
    return isPlain ? whole.slice(start, start + count) : decoder.decode(bytes.subarray(start, start + count));
  };

  /** The rows whose payload contains a text. */
  function rowsWith(text: string): Uint8Array {
    const rows = new Uint8Array(kind.length);
    lowerCase ??= whole.toLowerCase();
    let row = 0;
    for (let at = lowerCase.indexOf(text); at !== -1; ) {
      while (row + 1 < rows.length && (starts[row + 1] as number) <= at) row += 1;
      const payloadAt = (starts[row] as number) + (nameLength[row] as number) + (idLength[row] as number);
      const isWithin = at >= payloadAt && at + text.length <= payloadAt + (length[row] as number);
      if (isWithin) rows[row] = 1;
      // The rest of a row that is found needs no look.
      const next = isWithin ? payloadAt + (length[row] as number) : at + 1;
      at = lowerCase.indexOf(text, next);
    }
    return rows;
  }

  return (row) => {
    const start = starts[row] as number;
    const idAt = start + (nameLength[row] as number);
    const payloadAt = idAt + (idLength[row] as number);
    const isText = ((flags[row] as number) & FLAG_BINARY) === 0;
    let json: { value: unknown } | null = null;
    const text = () => (isText ? textAt(payloadAt, length[row] as number) : null);
    return {
      get event() {
        return textAt(start, nameLength[row] as number);
      },
      get id() {
        return textAt(idAt, idLength[row] as number);
      },
      text,
      json() {
        json ??= { value: parseJson(text()) };
        return json.value;
      },
      contains(wanted) {
        if (!isText) return false;
        if (wanted === "") return true;
        if (!isPlain) return text()?.toLowerCase().includes(wanted) ?? false;
        let rows = found.get(wanted);
        if (rows === undefined) {
          rows = rowsWith(wanted);
          found.set(wanted, rows);
        }
        return rows[row] === 1;
      },
    };
  };
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
