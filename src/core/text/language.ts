let current = "en-US";

/** The language of this world as a tag that `Intl` takes: `en-US`, `de`, `de-AT`. */
export function language(): string {
  return current;
}

/** Sets it; `speak` does, with the texts. */
export function setLanguage(tag: string): void {
  current = tag;
}

/** A way to write numbers that follows the language; -0 is 0. To make a format takes as long as to use it a hundred times, so it is kept. */
export function numberFormat(options: Intl.NumberFormatOptions): (value: number) => string {
  let made = "";
  let format: Intl.NumberFormat;
  return (value) => {
    if (made !== current) {
      format = new Intl.NumberFormat(current, { signDisplay: "negative", ...options });
      made = current;
    }
    return format.format(value);
  };
}
