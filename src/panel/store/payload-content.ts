import { type ReadonlySignal, signal } from "@preact/signals";
import { checkJson } from "../../core/format/check-json.ts";
import { decodeText } from "../../core/format/decode-text.ts";
import { indentJson } from "../../core/format/format-json.ts";
import { isJson, looksLikeJson } from "../../core/format/json-entries.ts";
import { type LongText, wholeText } from "../../core/format/long-text.ts";
import { runSlices, type Slices } from "../../core/format/slices.ts";
import { say } from "../../core/text/say.ts";
import type { PayloadType } from "../../core/wire/events.ts";
import { inSlices, type SlicedWork } from "./in-slices.ts";
import { createJsonTree, type JsonTree } from "./json-tree.ts";

/** Up to this all is read at once: a MB of JSON takes about ten milliseconds. */
export const LARGE_BYTES = 1_000_000;

export type PayloadTab = "Tree" | "Text" | "Hex";

/** A payload and what can be shown of it: made when it is asked for, of a large one in slices. */
export interface PayloadContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: PayloadType;
  /** Sure for small payloads; of large ones, only that they begin like JSON. */
  readonly hasTree: boolean;
  readonly tabs: readonly PayloadTab[];
  readonly defaultTab: PayloadTab;
  /** Null until it has been read, which `read` begins. */
  readonly text: ReadonlySignal<LongText | null>;
  /** Indented; null until `indent` has done it. */
  readonly pretty: ReadonlySignal<LongText | null>;
  /** Null until `buildTree` has built it; a sentence where it is none after all. */
  readonly tree: ReadonlySignal<JsonTree | string | null>;
  /** How far what is being read has come, from 0 to 1. */
  readonly progress: ReadonlySignal<number>;
  read(): void;
  indent(): void;
  buildTree(): void;
  /** All of the text, at once. */
  wholeText(): string;
  /** All of it indented, at once. */
  wholePretty(): string;
  /** Leaves what is under way; asked again, it begins anew. */
  dispose(): void;
}

const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Looks at a payload. `whole` is whether all of it is there: a part of a JSON text is none. */
export function createPayloadContent(
  bytes: Uint8Array<ArrayBuffer>,
  type: PayloadType,
  whole: boolean,
): PayloadContent {
  const text = signal<LongText | null>(null);
  const pretty = signal<LongText | null>(null);
  const tree = signal<JsonTree | string | null>(null);
  const progress = signal(0);
  const works = new Map<unknown, SlicedWork>();
  const large = bytes.length > LARGE_BYTES;
  const hasTree = whole && mayBeJson(bytes, type) && (large || isJson(readAll()));

  function readAll(): string {
    const known = text.peek();
    if (known !== null || large) return wholeText(known ?? runSlices(decodeText(bytes)));
    const read = lenient.decode(bytes);
    text.value = read;
    return read;
  }

  /** Begins something once; while it is under way, or where it is there, nothing. */
  function begin<T>(
    what: { value: T | null; peek(): T | null },
    work: () => Slices<T>,
    failed?: (error: unknown) => T,
  ): void {
    if (what.peek() !== null || works.has(what)) return;
    progress.value = 0;
    works.set(
      what,
      inSlices(
        work(),
        (result) => {
          works.delete(what);
          what.value = result;
        },
        (error) => {
          works.delete(what);
          if (failed !== undefined) what.value = failed(error);
        },
        (share) => {
          progress.value = share;
        },
      ),
    );
    if (what.peek() !== null) works.delete(what);
  }

  function* readText(): Slices<LongText> {
    const known = text.peek();
    if (known !== null) return known;
    const read = yield* decodeText(bytes, type === "binary");
    text.value = read;
    return read;
  }

  /** What is no JSON after all stays as it is. */
  function* indented(): Slices<LongText> {
    const read = yield* readText();
    const { wrongAt } = large ? yield* checkJson(read) : { wrongAt: null };
    return wrongAt === null ? yield* indentJson(read) : read;
  }

  function* built(): Slices<JsonTree | string> {
    const read = yield* readText();
    const { wrongAt } = large ? yield* checkJson(read) : { wrongAt: null };
    if (wrongAt === null) return createJsonTree(read);
    return say("thisBeginsLikeJsonBut", { wrongat: wrongAt + 1 });
  }

  return {
    bytes,
    type,
    hasTree,
    tabs: hasTree ? ["Tree", "Text", "Hex"] : ["Text", "Hex"],
    defaultTab: type === "binary" ? "Hex" : hasTree ? "Tree" : "Text",
    text,
    pretty,
    tree,
    progress,
    wholeText: readAll,
    wholePretty: () => wholeText(pretty.peek() ?? runSlices(indented())),
    read: () => begin(text, () => decodeText(bytes)),
    indent: () => begin(pretty, indented),
    buildTree: () => begin(tree, built, () => say("thisBeginsLikeJsonButIs")),
    dispose() {
      for (const work of works.values()) work.cancel();
      works.clear();
      const built = tree.peek();
      if (typeof built === "object") built?.dispose();
    },
  };
}

/** Looks at the beginning only; a small binary payload must also be UTF-8. */
function mayBeJson(bytes: Uint8Array, type: PayloadType): boolean {
  if (!looksLikeJson(lenient.decode(bytes.subarray(0, 256)))) return false;
  if (type === "text" || bytes.length > LARGE_BYTES) return true;
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
