import type { Bytes } from "../../units.ts";
import type { HarHeader } from "../../wire/events.ts";
import { bytesOf } from "./header-bytes.ts";

/** A header that is in the table: its index alone (RFC 7541 6.1). */
const INDEXED_BYTES = 1;
/** The Huffman code of RFC 7541 Appendix B takes 5 to 8 bits for most signs in headers: about four fifths. */
const HUFFMAN_SHARE = 0.8;

/** Names in HPACK's static table (RFC 7541 Appendix A) that requests and responses have often; then the name is an index. */
const STATIC_NAMES = new Set(
  `:authority :method :path :scheme :status accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-origin
  age allow authorization cache-control content-disposition content-encoding content-language content-length content-location
  content-range content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range
  if-unmodified-since last-modified link location max-forwards proxy-authenticate proxy-authorization range referer refresh
  retry-after server set-cookie strict-transport-security transfer-encoding user-agent vary via www-authenticate`.split(
    /\s+/,
  ),
);

/**
 * About how many bytes HTTP/2 sends for a row of header lists on one connection: what was sent before is one byte, what is new its text in the
 * Huffman code. `before` is a list that was sent earlier. An estimate: which headers a sender puts in the table, and when the table is full, is its own affair.
 */
export function estimateHpack(
  lists: readonly (readonly HarHeader[])[],
  before: readonly HarHeader[] = [],
): Bytes {
  const known = new Set(before.map(({ name, value }) => `${name.toLowerCase()}\n${value}`));
  const names = new Set([...STATIC_NAMES, ...before.map(({ name }) => name.toLowerCase())]);
  let bytes = 0;
  for (const list of lists) {
    for (const { name, value } of list) {
      const lower = name.toLowerCase();
      const line = `${lower}\n${value}`;
      if (known.has(line)) {
        bytes += INDEXED_BYTES;
        continue;
      }
      const own = names.has(lower) ? 1 : 2 + HUFFMAN_SHARE * bytesOf(lower);
      bytes += own + 1 + HUFFMAN_SHARE * bytesOf(value);
      known.add(line);
      names.add(lower);
    }
  }
  return Math.round(bytes);
}
