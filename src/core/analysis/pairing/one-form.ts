/** `{6F9619FF-8B86-D011-B42D-00CF4FC964FF}`, with its dashes or without. */
const UUID = /^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
/** Hexadecimal digits of what was drawn by chance. */
const HEX = /^(?=[^\d]*\d)(?=\d*[a-f])[0-9a-f]{12,128}$/i;
/** A number in hexadecimal digits that says so, and is told exactly in others. */
const HEX_NUMBER = /^0x[0-9a-f]{1,13}$/i;

/** A value in the one form that is compared: one side writes a UUID in capitals or without dashes, or a number to the base of 16, and the other does not. */
export function toOneForm(value: string): string {
  if (UUID.test(value)) return value.replace(/[{}-]/g, "").toLowerCase();
  if (HEX.test(value)) return value.toLowerCase();
  return HEX_NUMBER.test(value) ? String(Number(value)) : value;
}
