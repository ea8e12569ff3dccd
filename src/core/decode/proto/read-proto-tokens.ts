/** A word, number, text in quotes or sign of a `.proto` file. */
export interface ProtoToken {
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

/** What has no place in a `.proto` file, or is not there. */
export class ProtoError extends Error {
  readonly line: number;
  constructor(text: string, line: number) {
    super(text);
    this.line = line;
  }
}

/** Comments and white space stand between tokens. */
const TOKEN =
  /[ \t\r\n\f\v\uFEFF]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(\.?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|[+-]?(?:0[xX][0-9a-fA-F]+|\d[\w.]*)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}[\]()<>;=,:+\-./])/y;

/** The tokens of a file, one after the other. What it is asked for and is not there, it throws as a ProtoError. */
export interface ProtoTokens {
  /** The token that comes, or one behind it; "" is the end. */
  peek(ahead?: number): string;
  take(): string;
  /** Takes a sign or word that must come. */
  expect(wanted: string): void;
  name(): string;
  number(): number;
  /** Takes all to behind the next semicolon, or the block in braces that comes first. */
  skip(): void;
  /** Takes what stands in brackets, if they come. */
  skipBrackets(): void;
}

/** Reads a whole file into tokens. */
export function readProtoTokens(text: string): ProtoTokens {
  const tokens = listTokens(text);
  let at = 0;

  const peek = (ahead = 0) => tokens[at + ahead]?.text ?? "";

  function fail(wanted: string): never {
    const found = peek() === "" ? "the end" : peek().slice(0, 40);
    throw new ProtoError(
      `${wanted} is missing before ${found}`,
      tokens[Math.min(at, tokens.length - 1)]?.line ?? 0,
    );
  }

  function take(): string {
    const text = peek();
    at += 1;
    return text;
  }

  function skipTo(open: string, close: string, end: string): void {
    for (let depth = 0; ; ) {
      if (peek() === "") fail(end === "" ? close : end);
      const it = take();
      if (it === open) depth += 1;
      if (it === close) depth -= 1;
      if (depth === 0 && (it === end || it === close)) return;
    }
  }

  return {
    peek,
    take,
    expect(wanted) {
      if (peek() !== wanted) fail(wanted);
      at += 1;
    },
    name: () => (/^[A-Za-z_.]/.test(peek()) ? take() : fail("a name")),
    number() {
      const isNegative = peek().startsWith("-");
      if (peek() === "-" || peek() === "+") at += 1;
      const digits = peek().replace(/^[+-]/, "");
      // Octal, as in C.
      const value = Number(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits);
      if (digits === "" || !Number.isSafeInteger(value)) fail("a number");
      at += 1;
      return isNegative ? -value : value;
    },
    skip: () => skipTo("{", "}", ";"),
    skipBrackets() {
      if (peek() === "[") skipTo("[", "]", "");
    },
  };
}

function listTokens(text: string): ProtoToken[] {
  const tokens: ProtoToken[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) throw new ProtoError(`${text.slice(from, from + 1)} has no place in it`, line);
    if (found[1] !== undefined) tokens.push({ text: found[1], line });
    // Tokens have no line ends, what stands between may have.
    else for (const sign of found[0]) if (sign === "\n") line += 1;
  }
  return tokens;
}
