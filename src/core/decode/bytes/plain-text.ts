/** The entities that XML has by itself (https://www.w3.org/TR/xml/#sec-predefined-ent). */
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g;

/** A markup's text as it is meant: references to signs are these signs. What is no such reference stays. */
export function plainText(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(REFERENCE, (found, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return ENTITIES[name] as string;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0x10ffff || code === 0 ? found : String.fromCodePoint(code);
  });
}
