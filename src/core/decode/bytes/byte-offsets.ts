import type { Bytes } from "../../units.ts";

/**
 * Answers where in the UTF-8 of a text its UTF-16 unit at an index begins. Asked in rising order it reads the text once; a smaller index than the one
 * before makes it begin again. Half of a pair counts as the pair's beginning.
 */
export function createByteOffsets(text: string): (index: number) => Bytes {
  let at = 0;
  let bytes = 0;
  return (index) => {
    if (index < at) {
      at = 0;
      bytes = 0;
    }
    while (at < index && at < text.length) {
      const unit = text.charCodeAt(at);
      const isPair = (unit & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
      if (isPair && at + 1 === index) return bytes;
      bytes += isPair ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      at += isPair ? 2 : 1;
    }
    return bytes;
  };
}
