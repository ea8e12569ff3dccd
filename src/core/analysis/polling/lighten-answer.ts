import type { Exchange } from "./exchange.ts";

/** A larger text is only ever compared, which its digest does as well. */
const LARGE = 64 * 1024;

/** An exchange that holds no large text: of the answer its digest, which differs (nearly) always where texts do. */
export function lightenAnswer(exchange: Exchange, most = LARGE): Exchange {
  const { answer } = exchange;
  if (answer === null || answer.length <= most) return exchange;
  return { ...exchange, answer: `(digest ${digest(answer)} of ${answer.length} characters)` };
}

/** Two FNV-1a hashes of 32 bits, from different beginnings: no answer to those who forge, who only cheat themselves. */
function digest(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ (code + index), 0x85ebca6b);
  }
  return (one >>> 0).toString(16) + (other >>> 0).toString(16);
}
