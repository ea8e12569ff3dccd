/** What a choice of a reader is about: one connection of a session, or all whose URL has a pattern. */
export interface KeptFor {
  /** `*` stands for anything; null: it is about one connection. */
  readonly url: string | null;
  readonly session: string | null;
  readonly connection: number | null;
}

/** More than anybody decides; the oldest go. */
export const MOST_RULES = 200;

interface About {
  readonly id: number;
  readonly url: string;
}

/** The choice for a connection: its own, else the newest whose pattern fits; null where there is none. */
export function findKeptChoice<C extends KeptFor>(
  choices: readonly C[],
  session: string,
  { id, url }: About,
): C | null {
  const own = choices.findLast((it) => it.url === null && it.session === session && it.connection === id);
  return own ?? choices.findLast((it) => it.url !== null && matchesPattern(url, it.url)) ?? null;
}

/** Puts a choice in the place of one about the same; one that decides nothing only takes that away. */
export function withKeptChoice<C extends KeptFor>(choices: readonly C[], choice: C, isEmpty: boolean): C[] {
  const { url, session, connection } = choice;
  const others = choices.filter(
    (it) => it.url !== url || (url === null && (it.session !== session || it.connection !== connection)),
  );
  return (isEmpty ? others : [...others, choice]).slice(-MOST_RULES);
}

/** Whether a text is as a pattern says, in time by their lengths. */
export function matchesPattern(text: string, pattern: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0] as string;
  if (pieces.length === 1) return text === pattern;
  const last = pieces.at(-1) as string;
  if (!text.startsWith(first) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
