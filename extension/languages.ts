import { type Catalogue, speak } from "../src/core/text/say.ts";
import german from "./_locales/de/messages.json";

/** Beside English, which every world has. A new one is a folder in `_locales` and a line here. */
const CATALOGUES: Readonly<Record<string, Catalogue>> = { de: german };

/** The languages that there are, by their tags. */
export const LANGUAGES: readonly string[] = ["en", ...Object.keys(CATALOGUES)];

/** Speaks a language here, as far as there is a catalogue: for `de-AT` German, with Austria's numbers. Answers which. */
export function speakLanguage(wanted: string): string {
  const [base = ""] = wanted.toLowerCase().split(/[-_]/);
  const catalogue = CATALOGUES[base];
  if (catalogue === undefined) speak("en-US");
  else speak(wanted.replaceAll("_", "-"), catalogue);
  return catalogue === undefined ? "en" : base;
}
