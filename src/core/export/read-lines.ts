/** Longer than any line that a runtime's strings can hold together with its parsed form. */
const MAX_LINE_LENGTH = 256 * 1024 * 1024;

/** The lines that one piece of text completed. */
export interface Lines {
  readonly lines: readonly string[];
  /** The last of them had no line feed behind it: the text ended. */
  readonly unended: boolean;
}

export class LineTooLong extends Error {}

/** Cuts text that comes in pieces into lines. Throws `LineTooLong` at one of more than 256 Mi characters. */
export async function* readLines(pieces: AsyncIterable<string>): AsyncIterable<Lines> {
  let begun: string[] = [];
  let begunLength = 0;
  for await (const piece of pieces) {
    const lines = piece.split("\n");
    const last = lines.pop() as string;
    if (lines.length > 0) {
      lines[0] = begun.join("") + lines[0];
      begun = [];
      begunLength = 0;
      yield { lines, unended: false };
    }
    begun.push(last);
    begunLength += last.length;
    if (begunLength > MAX_LINE_LENGTH) throw new LineTooLong();
  }
  if (begunLength > 0) yield { lines: [begun.join("")], unended: true };
}
