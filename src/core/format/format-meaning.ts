import type { MessageMeaning } from "../analysis/summarise-parts.ts";
import { say } from "../text/say.ts";

/** A message's meaning as a line of a list: a chip for its kind, its event, and the rest. "" is not shown. */
export interface MeaningWords {
  readonly kind: string;
  readonly event: string;
  /** Where the summary begins with it: a namespace that is not the usual one. */
  readonly channel: string;
  /** Null: how the payload begins says as much. */
  readonly text: string | null;
  /** The whole of it, for who points at the chip. */
  readonly title: string;
}

/** Formats whose text is for people already. */
const READABLE = new Set(["json", "xml", "html", "form"]);

/** Divides a meaning so that nothing is said twice: summaries often begin with the kind, the channel or the event. */
export function formatMeaning(meaning: MessageMeaning): MeaningWords {
  const { protocol, kind, event, channel, summary, parts } = meaning;
  const title = [protocol ?? say("noProtocolRecognised"), kind, event, channel]
    .filter((it) => it)
    .join(" · ");
  const name = kind ?? "";
  if (protocol === null && (name === "" || READABLE.has(name))) {
    return { kind: "", event: event ?? "", channel: "", text: null, title };
  }
  const text = summary ?? "";
  if (parts > 1) {
    // They need not be of one kind.
    return {
      kind: `${name} +${parts - 1}`,
      event: "",
      channel: "",
      text,
      title: say("messagesInIt", { title, parts }),
    };
  }
  const afterKind = without(text, name) ?? text;
  const afterChannel = channel === null ? null : without(afterKind, channel);
  const rest = afterChannel === null ? afterKind : (without(afterChannel, name) ?? afterChannel);
  const afterEvent = event === null ? null : without(rest, event);
  const isSaid = event === null || event === name || (afterEvent === null && saysSoon(rest, event));
  return {
    kind: name,
    event: isSaid ? "" : event,
    channel: afterChannel === null || channel === null ? "" : channel,
    text: afterEvent ?? rest,
    title,
  };
}

/** Whether a word stands near the beginning: "of photo: …". */
function saysSoon(text: string, word: string): boolean {
  const at = text.indexOf(` ${word}`);
  return at !== -1 && at < 8 && !/\w/.test(text[at + word.length + 1] ?? "");
}

/** The text behind a word that it begins with; null where it does not. */
function without(text: string, word: string): string | null {
  if (word === "" || !text.startsWith(word)) return null;
  const rest = text.slice(word.length);
  return rest === "" || rest.startsWith(" ") ? rest.trimStart() : null;
}
