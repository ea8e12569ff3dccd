export const PRICE_BYTES = 200;

/** 200 bytes of JSON; one in 97 is of the symbol that is looked for, `ABC42`. */
export function priceText(index: number): string {
  const head = `{"n":${index},"sym":"ABC${index % 97}","px":${(index * 7919) % 100_000},"pad":"`;
  return `${head.padEnd(PRICE_BYTES - 2, "x")}"}`;
}
