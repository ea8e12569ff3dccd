import { decodePacket } from "engine.io-parser";
import { Decoder as SocketIoParser } from "socket.io-parser";
import { createStack, decodeStack } from "../../../src/core/decode/decode-stack.ts";
import type { ConnectionFacts, RawMessage } from "../../../src/core/decode/decoder.ts";
import { DECODERS } from "../../../src/core/decode/registry.ts";

/** How long our decoding of a row takes on the same message as the protocol's own package. */
interface Comparison {
  readonly name: string;
  readonly bytes: number;
  /** Nanoseconds, the median of all rounds. */
  readonly ours: number;
  readonly theirs: number;
  /** The bound that is held. */
  readonly most: number;
}

const ROUNDS = 31;
const ROUND_MS = 4;

/** Before any round, so that both are compiled. */
const WARM_UP = 3000;

const FACTS: ConnectionFacts = {
  kind: "websocket",
  url: "wss://host.example/",
  subprotocol: "",
  contentType: "",
  inside: [],
};

/** Both in turn, so that a busy machine is equally busy for both. */
function compare(ours: () => unknown, theirs: () => unknown): { ours: number; theirs: number } {
  timeOf(ours, WARM_UP);
  timeOf(theirs, WARM_UP);
  const own = [];
  const other = [];
  const times = Math.max(20, Math.round(ROUND_MS / (timeOf(theirs, 20) / 1e6)));
  for (let round = 0; round < ROUNDS; round += 1) {
    own.push(timeOf(ours, times));
    other.push(timeOf(theirs, times));
  }
  return { ours: median(own), theirs: median(other) };
}

function timeOf(work: () => unknown, times: number): number {
  const from = process.hrtime.bigint();
  for (let index = 0; index < times; index += 1) work();
  return Number(process.hrtime.bigint() - from) / times;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] as number;
}

/** Something like what applications send, in JSON of about so many bytes. */
function sample(size: number): string {
  const value: Record<string, unknown> = { type: "price", symbol: "ABC", price: 12.5, id: 17 };
  for (let index = 0; JSON.stringify(value).length < size; index += 1) {
    value[`field${index}`] = index % 3 === 0 ? { value: index * 1.5, ok: true } : `text of field ${index}`;
  }
  return JSON.stringify(value);
}

function rowOf(text: string, ids: readonly string[]): { work: () => unknown; bytes: number } {
  const { stack, start } = createStack(
    DECODERS.filter(({ id }) => ids.includes(id)),
    FACTS,
  );
  const bytes = new TextEncoder().encode(text);
  return {
    bytes: bytes.length,
    work() {
      // A view of its own each time, as a session hands it out: nothing that was read before helps.
      const message: RawMessage = {
        index: 0,
        received: true,
        bytes: bytes.subarray(),
        binary: false,
        cut: false,
        event: "",
      };
      return decodeStack(stack, start, message);
    },
  };
}

const SIZES = [60, 200, 4096, 65_536];

const comparisons: Comparison[] = [];
for (const size of SIZES) {
  const text = sample(size);
  const row = rowOf(text, []);
  const most = size < 4096 ? 2 : 1.3;
  comparisons.push({ name: "JSON", bytes: row.bytes, ...compare(row.work, () => JSON.parse(text)), most });
}
for (const size of SIZES) {
  const packet = `42/chat,17["price",${sample(size)}]`;
  const row = rowOf(packet, ["engine.io", "socket.io"]);
  const parser = new SocketIoParser();
  // Both layers, as our row has both.
  const theirs = () => parser.add(decodePacket(packet).data);
  comparisons.push({ name: "Socket.IO", bytes: row.bytes, ...compare(row.work, theirs), most: 1 });
}
console.log(JSON.stringify(comparisons));
