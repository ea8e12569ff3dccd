import { isJson, looksLikeJson } from "../../core/format/json-entries.ts";
import type { PayloadType } from "../../core/wire/events.ts";

/** Above this a tree is built only on request: reading 8 MB of JSON takes about a tenth of a second. */
export const TREE_LIMIT_BYTES = 8_000_000;

export type PayloadTab = "Tree" | "Text" | "Hex";

/** A payload and what can be shown of it. Text and checks are made when first asked for. */
export interface PayloadContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: PayloadType;
  readonly text: string;
  /** Sure for small payloads; of large ones, only that they begin like JSON. */
  readonly hasTree: boolean;
  /** Too large to be read as JSON without being asked to: the tree is built on request, and not indented. */
  readonly treeWaits: boolean;
  readonly tabs: readonly PayloadTab[];
  readonly defaultTab: PayloadTab;
}

const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Looks at a payload. `whole` is whether all of it is there: a part of a JSON text is none. */
export function createPayloadContent(
  bytes: Uint8Array<ArrayBuffer>,
  type: PayloadType,
  whole: boolean,
): PayloadContent {
  let text: string | null = null;
  const read = () => {
    text ??= lenient.decode(bytes);
    return text;
  };
  const large = bytes.length > TREE_LIMIT_BYTES;
  const hasTree = whole && mayBeJson(bytes, type) && (large || isJson(read()));
  return {
    bytes,
    type,
    get text() {
      return read();
    },
    hasTree,
    treeWaits: hasTree && large,
    tabs: hasTree ? ["Tree", "Text", "Hex"] : ["Text", "Hex"],
    defaultTab: type === "binary" ? "Hex" : hasTree && !large ? "Tree" : "Text",
  };
}

/** Looks at the beginning only; of binary payloads, it must also be UTF-8. */
function mayBeJson(bytes: Uint8Array, type: PayloadType): boolean {
  if (!looksLikeJson(lenient.decode(bytes.subarray(0, 256)))) return false;
  if (type === "text") return true;
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
