import { takeCount } from "./block-types.ts";
import { type BrotliBits, takeBits } from "./brotli-bits.ts";
import { type PrefixCode, readPrefixCode, takeSymbol } from "./prefix-code.ts";

/** Which of the codes is for which context of which block type (RFC 7932, section 7.3), and how many codes there are. */
export interface ContextMap {
  readonly codes: number;
  readonly map: Uint8Array;
}

/** Reads one for so many contexts, block types taken together. Throws where it is none. */
export function readContextMap(bits: BrotliBits, contexts: number): ContextMap {
  bits.contexts -= contexts;
  if (bits.contexts < 0) throw new Error("more contexts than anybody needs");
  const codes = takeCount(bits);
  const map = new Uint8Array(contexts);
  if (codes === 1) return { codes, map };
  const longest = takeBits(bits, 1) === 0 ? 0 : takeBits(bits, 4) + 1;
  const code = readPrefixCode(bits, codes + longest);
  for (let at = 0; at < contexts; ) {
    const symbol = takeSymbol(bits, code);
    if (symbol > 0 && symbol <= longest) {
      at += (1 << symbol) + takeBits(bits, symbol);
      if (at > contexts) throw new Error("more contexts than there are");
      continue;
    }
    map[at] = symbol === 0 ? 0 : symbol - longest;
    at += 1;
  }
  if (takeBits(bits, 1) === 1) moveBack(map);
  return { codes, map };
}

/** Undoes the move to the front of what was used last. */
function moveBack(map: Uint8Array): void {
  const order = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let at = 0; at < map.length; at += 1) {
    const index = map[at] as number;
    const value = order[index] as number;
    map[at] = value;
    order.copyWithin(1, 0, index);
    order[0] = value;
  }
}

/** Reads the codes that a map names, each over `size` symbols. */
export function readPrefixCodes(bits: BrotliBits, count: number, size: number): PrefixCode[] {
  return Array.from({ length: count }, () => readPrefixCode(bits, size));
}
