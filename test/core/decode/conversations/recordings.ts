import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionFacts } from "../../../../src/core/decode/decoder.ts";
import { fromBase64 } from "../../../../src/core/export/base64.ts";
import type { Line } from "../../../support/decode-conversation.ts";
import type { Conversation } from "./conversation.ts";

/** A file of `test/fixtures/recordings`. */
export interface Recording {
  readonly protocols: readonly string[];
  readonly withoutFacts?: readonly string[];
  readonly atFirst?: readonly string[];
  readonly inPart?: readonly string[];
  readonly facts: Partial<ConnectionFacts>;
  /** `> text` was sent, `< text` received; of what is binary the second is base64; events as they are. */
  readonly lines: readonly (Exclude<Line, readonly ["<" | ">", Uint8Array]> | readonly ["<" | ">", string])[];
  readonly shown: readonly string[];
}

// From the root, for the benchmark bundles this file with others, elsewhere.
const folder = "test/fixtures/recordings";

/** What real servers and clients said to each other. */
export const RECORDED_CONVERSATIONS: readonly Conversation[] = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .sort()
  .map((file): Conversation => {
    const recording = JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording;
    return { ...recording, name: `recorded ${file.slice(0, -5)}`, lines: recording.lines.map(toLine) };
  });

/** A line of a file as one of a conversation. */
export function toLine(line: Recording["lines"][number]): Line {
  if (typeof line === "string" || "data" in line) return line;
  const bytes = fromBase64(line[1]);
  return [line[0], bytes ?? new Uint8Array()];
}
