/** Numbers of fewer digits are always held exactly. */
const SAFE_DIGITS = 15;
/** Longer ones are hardly numbers; what they would be read as is not worth the time. */
const MAX_LENGTH = 10_000;

/**
 * What JavaScript makes of a number in JSON that it cannot hold as it is written, such as an ID of 64 bits; null where it can,
 * or where its shortest writing is another way to write the same.
 */
export function inexactNumber(written: string): string | null {
  if (written.length <= SAFE_DIGITS || written.length > MAX_LENGTH) return null;
  const read = String(Number(written));
  return digitsOf(written) === digitsOf(read) ? null : read;
}

/** A number without the ways in which the same can be written: its digits, and the power of ten that they are multiplied with. */
function digitsOf(written: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  if (end === 0) return whole === "" ? written : "0";
  return `${sign}${digits.slice(0, end)}e${Number(power) - fraction.length + digits.length - end}`;
}
