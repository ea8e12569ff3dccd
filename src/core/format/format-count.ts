const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole number with its thousands apart: `88,310`. */
export function formatCount(count: number): string {
  return counts.format(count);
}

/** A count with its noun: `1 message`, `88,310 messages`. */
export function formatQuantity(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
