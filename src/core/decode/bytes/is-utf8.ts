const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether bytes are UTF-8 (RFC 3629). `limit`: only so many are looked at, and a sign that is cut there is forgiven. */
export function isUtf8(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): boolean {
  let end = Math.min(bytes.length, limit);
  if (end < bytes.length) while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end -= 1;
  try {
    strict.decode(bytes.subarray(0, end));
    return true;
  } catch {
    return false;
  }
}
