import english from "../../../extension/_locales/en/messages.json";
import { language, numberFormat, setLanguage } from "./language.ts";

/** What stands in a `messages.json` under a key; `placeholders` are the names between dollar signs in its text. */
export interface CatalogueEntry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** The texts of a language by their keys. */
export type Catalogue = Readonly<Record<string, CatalogueEntry>>;

type English = typeof english;

export type TextKey = keyof English;

/** What has to be filled into a text. */
export type Fillings<K extends TextKey> = English[K] extends { placeholders: infer Names }
  ? { readonly [N in keyof Names]: string | number }
  : never;

/** The keys of texts with nothing to fill in. */
export type PlainKey = { [K in TextKey]: English[K] extends { placeholders: object } ? never : K }[TextKey];

/** The keys of texts that differ with a number, without their category. */
export type PluralKey = { [K in TextKey]: K extends `${infer Base}_other` ? Base : never }[TextKey];

type PluralFillings<K extends PluralKey> = Omit<Fillings<`${K}_other` & TextKey>, "count">;

let catalogue: Catalogue = english;
let plurals = new Intl.PluralRules(language());

const counts = numberFormat({ maximumFractionDigits: 0 });

/** Says from now on everything in a language, in this world; what its catalogue lacks is said in English. */
export function speak(tag: string, texts: Catalogue = english): void {
  setLanguage(tag);
  catalogue = texts;
  plurals = new Intl.PluralRules(tag);
}

/** A text in the reader's language. Numbers are filled in as they are: what has thousands is formatted first. */
export function say(key: PlainKey): string;
export function say<K extends TextKey>(key: K, fillings: Fillings<K>): string;
export function say(key: TextKey, fillings?: Readonly<Record<string, string | number>>): string {
  return fill(messageOf(key), fillings ?? {});
}

/** A text that differs with a number, which is filled in as `$count$`, with its thousands apart. */
export function sayCount<K extends PluralKey>(
  key: K,
  count: number,
  ...[fillings]: keyof PluralFillings<K> extends never ? [] : [PluralFillings<K>]
): string {
  const exact = `${key}_${plurals.select(count)}`;
  const message = messageOf(exact in catalogue ? exact : `${key}_other`);
  return fill(message, {
    ...(fillings as Record<string, string | number> | undefined),
    count: counts(count),
  });
}

/** A text with something else than text in it, such as an element: its parts in their order. */
export function sayParts<K extends TextKey, P extends { readonly [N in keyof Fillings<K>]: unknown }>(
  key: K,
  parts: P,
): (string | P[keyof P])[] {
  const all: Readonly<Record<string, unknown>> = parts;
  return messageOf(key)
    .split(PLACE)
    .map((it, index) => (index % 2 === 0 ? it : all[it.toLowerCase()]) as string | P[keyof P])
    .filter((it) => it !== "");
}

/** Named places, as WebExtensions write them. */
const PLACE = /\$([A-Za-z0-9_]+)\$/;
const PLACES = new RegExp(PLACE, "g");

function messageOf(key: string): string {
  return (catalogue[key] ?? (english as Catalogue)[key])?.message ?? key;
}

function fill(message: string, fillings: Readonly<Record<string, string | number>>): string {
  if (!message.includes("$")) return message;
  return message.replace(PLACES, (place, name: string) => String(fillings[name.toLowerCase()] ?? place));
}
