/** The version of HTTP as people write it, of what browsers call it: `http/2.0` and `h2` are HTTP/2. */
export function formatHttpVersion(version: string): string {
  const number = /^(?:http\/|h)(\d(?:\.\d)?)/i.exec(version)?.[1];
  if (number === undefined) return version.slice(0, 20);
  return `HTTP/${number === "1" ? "1.1" : number.replace(/\.0$/, number.startsWith("1") ? ".0" : "")}`;
}

/** Whether a request took a connection for itself: only six go to one host (HTTP/1). */
export function isHttp1(version: string): boolean {
  return /^HTTP\/1/.test(formatHttpVersion(version));
}

/** Whether headers that were sent before are only named (HPACK, QPACK). */
export function packsHeaders(version: string): boolean {
  return /^HTTP\/[23]/.test(formatHttpVersion(version));
}
