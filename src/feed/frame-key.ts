/** 128 random bits, in hexadecimal. `crypto.randomUUID` is missing in insecure contexts. */
export function frameKey(getRandomValues: (array: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  return Array.from(getRandomValues(new Uint8Array(16)), (it) => it.toString(16).padStart(2, "0")).join("");
}
