/** Something like what applications send, in JSON of about so many bytes. */
export function sampleJson(size: number): Record<string, unknown> {
  const value: Record<string, unknown> = { type: "price", symbol: "ABC", price: 12.5, id: 17 };
  for (let index = 0; JSON.stringify(value).length < size; index += 1) {
    value[`field${index}`] = index % 3 === 0 ? { value: index * 1.5, ok: true } : `text of field ${index}`;
  }
  return value;
}

/** What an application's message says. */
export const sampleContent = () => sampleJson(200);

/** The same as text. */
export const contentText = () => JSON.stringify(sampleContent());
