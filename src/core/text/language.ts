let current = "en-US";

/** The language of this world as a tag that `Intl` takes: `en-US`, `de`, `de-AT`. */
export function language(): string {
  return current;
}

/** Sets it; `speak` does, with the texts. */
export function setLanguage(tag: string): void {
  current = tag;
}

/** Numbers that were written before are looked up: rows show small ones over and over, and to format one takes ten times as long. */
const MOST_KNOWN = 1000;

/** A way to write numbers that follows the language; -0 is 0. To make a format takes as long as to use it a hundred times, so it is kept. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let made = "";
  let format: Intl.NumberFormat;
  const known = new Map<number, string>();
  return (value) => {
    if (made !== current) {
      format = new Intl.NumberFormat(current, { signDisplay: "negative", ...options });
      made = current;
      known.clear();
    }
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = format.format(value);
    if (known.size < MOST_KNOWN) known.set(value, text);
    return text;
  };
}
