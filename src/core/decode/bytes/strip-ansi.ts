const BELL = 0x07;
const ESCAPE = 0x1b;
const BACKSLASH = 0x5c;

/** A longer sequence is cut here, and what follows is text. */
const MOST_SEQUENCE = 4000;

/** A text as a terminal would show it, without its colours, movements and titles (ECMA-48). One pass. */
export function stripAnsi(text: string): string {
  let shown = "";
  let at = 0;
  for (;;) {
    const next = text.indexOf("\u001b", at);
    if (next === -1) return shown + text.slice(at);
    shown += text.slice(at, next);
    at = endOfSequence(text, next);
  }
}

/** Whether a text has control sequences of a terminal, and no other control signs than a terminal understands. */
export function isTerminalText(text: string): boolean {
  let found = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === ESCAPE) {
      const end = endOfSequence(text, at);
      // The last may be cut; an escape before anything else is no sequence.
      if (end === at + 1 && end < text.length) return false;
      found ||= end > at + 1;
      at = end - 1;
    } else if (code < BELL || (code > 0x0f && code < 0x20)) return false;
  }
  return found;
}

/** The position behind the sequence that begins at an escape; right behind the escape where there is none. */
function endOfSequence(text: string, from: number): number {
  const limit = Math.min(text.length, from + MOST_SEQUENCE);
  const kind = text[from + 1] ?? "";
  let at = from + 2;
  if (kind === "[") {
    // Parameters and intermediates, then a final sign.
    while (at < limit && text.charCodeAt(at) >= 0x20 && text.charCodeAt(at) < 0x40) at += 1;
    return Math.min(limit, at + 1);
  }
  if (kind === "]") {
    while (at < limit && text.charCodeAt(at) !== BELL && text.charCodeAt(at) !== ESCAPE) at += 1;
    const isLong = text.charCodeAt(at) === ESCAPE && text.charCodeAt(at + 1) === BACKSLASH;
    return Math.min(limit, at + (isLong ? 2 : 1));
  }
  if ("()*+".includes(kind) && kind !== "") return Math.min(limit, at + 1);
  return /[=>78cDEHMNOZ]/.test(kind) ? at : from + 1;
}
