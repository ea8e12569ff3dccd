import { createStack, decodeStack, followStack } from "../../../src/core/decode/decode-stack.ts";
import type { Decoder, RawMessage } from "../../../src/core/decode/decoder.ts";
import { DECODERS } from "../../../src/core/decode/registry.ts";
import { toFacts } from "../../support/decode-conversation.ts";
import type { Compared, Comparison } from "./compared.ts";
import { comparedBrokers } from "./compared-brokers.ts";
import { comparedFormats } from "./compared-formats.ts";
import { comparedJson } from "./compared-json.ts";
import { comparedProtocols } from "./compared-protocols.ts";

const ROUNDS = Number(process.argv[2] ?? 100);
const ROUND_MS = 1;

/** Before any round, so that both are compiled. */
const WARM_UP_MS = Number(process.argv[3] ?? 60);

/** All in turn, and of each its fastest round: whatever else the machine does only adds. */
function fastest(works: readonly (() => unknown)[]): number[] {
  const times = works.map(timesARound);
  const found = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    works.forEach((work, index) => {
      found[index] = Math.min(found[index] as number, timeOf(work, times[index] as number));
    });
  }
  return found;
}

/** How often a work is done in a round, after it was done until it is compiled. */
function timesARound(work: () => unknown): number {
  const until = performance.now() + WARM_UP_MS;
  let fastest = Number.POSITIVE_INFINITY;
  while (performance.now() < until) fastest = Math.min(fastest, timeOf(work, 10));
  return Math.max(1, Math.round((ROUND_MS * 1e6) / fastest));
}

function timeOf(work: () => unknown, times: number): number {
  const from = process.hrtime.bigint();
  for (let index = 0; index < times; index += 1) work();
  return Number(process.hrtime.bigint() - from) / times;
}

/** Decodes all messages, each with the state that those before it leave. */
function rowsOf({ decoders, facts, messages }: Compared): () => unknown {
  const used = decoders.map((id) => DECODERS.find((it) => it.id === id) as Decoder);
  const { stack, start } = createStack(used, toFacts(facts));
  let state = start;
  const states = messages.map((message) => {
    const before = state;
    state = followStack(stack, state, message);
    return before;
  });
  // Two views of each message, in turn, so that nothing that was read before helps. Neither side pays for making one: what a session hands out is a view already.
  const views = [0, 1].map(() =>
    messages.map(({ received, bytes, binary, event }, index) => {
      return { index, received, bytes: bytes.subarray(), binary, cut: false, event };
    }),
  );
  let turn = 0;
  return () => {
    let found: unknown;
    turn = 1 - turn;
    const seen = views[turn] as (typeof views)[number];
    for (let index = 0; index < seen.length; index += 1) {
      found = decodeStack(stack, states[index] as typeof start, seen[index] as RawMessage);
    }
    return found;
  };
}

/** What the package makes of the bytes. Packages read texts: what a row begins with has to become one first. */
function readingOf({ messages, theirs }: Compared): () => unknown {
  const decoder = new TextDecoder();
  // A Buffer over a memory of its own is what the packages for node want, and what those for pages take.
  const data = messages.map(({ bytes, binary }) => (binary ? Buffer.from(bytes.slice().buffer) : bytes));
  return () => {
    let found: unknown;
    for (let index = 0; index < data.length; index += 1) {
      const message = messages[index] as (typeof messages)[number];
      const bytes = data[index] as Uint8Array;
      found = theirs((message.binary ? bytes : decoder.decode(bytes)) as never, message);
    }
    return found;
  };
}

/** The same of texts that are there already, as a page has them of its socket; null where none of the messages is a text. */
function readingOfTexts({ messages, theirs }: Compared): (() => unknown) | null {
  if (messages.every(({ binary }) => binary)) return null;
  const decoder = new TextDecoder();
  const data = messages.map(({ bytes, binary }) =>
    binary ? Buffer.from(bytes.slice().buffer) : decoder.decode(bytes),
  );
  return () => {
    let found: unknown;
    for (let index = 0; index < data.length; index += 1) {
      found = theirs(data[index] as never, messages[index] as (typeof messages)[number]);
    }
    return found;
  };
}

const comparisons = [
  ...comparedFormats(),
  ...comparedProtocols(),
  ...comparedBrokers(),
  ...comparedJson(),
].map((compared): Comparison => {
  const { protocol, against, messages, most } = compared;
  const ofTexts = readingOfTexts(compared);
  const works = [rowsOf(compared), readingOf(compared), ...(ofTexts === null ? [] : [ofTexts])];
  const [ours, theirs, fromText] = fastest(works).map((it) => it / messages.length);
  const bytes = messages.reduce((sum, it) => sum + it.bytes.length, 0) / messages.length;
  return {
    protocol,
    against,
    most,
    bytes: Math.round(bytes),
    ours: ours as number,
    theirs: theirs as number,
    fromText: fromText ?? null,
  };
});
console.log(JSON.stringify(comparisons));
