import { parseArgs } from "node:util";

export const HELP = `Usage: duplex analyse FILE [--json] [--messages]

Reads a HAR or a Duplex session file, plain or packed with gzip, and prints what
the panel shows of it. FILE may be - for standard input.

  --json       print one JSON object, and nothing else, to standard output
  --messages   with every message
  --help       print this
  --version    print the version

Exit status: 0, or 1 where the file cannot be read, or 2 for a wrong command.
`;

/** A command line that was understood, or what is wrong with it. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "misuse"; readonly problem: string }
  | { readonly kind: "analyse"; readonly file: string; readonly json: boolean; readonly messages: boolean };

/** Reads the arguments after the program's name. */
export function parseArguments(args: readonly string[]): Command {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return misuse((error as Error).message.split(". ")[0] ?? "");
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: "help" };
  if (values.version) return { kind: "version" };
  const [command, file, ...more] = positionals;
  if (command === undefined) return misuse("There is no command.");
  if (command !== "analyse") return misuse(`There is no command "${command}".`);
  if (file === undefined) return misuse("The file to analyse is missing.");
  if (more.length > 0) return misuse("Only one file can be analysed at a time.");
  return { kind: "analyse", file, json: values.json, messages: values.messages };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      messages: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      version: { type: "boolean", short: "v", default: false },
    },
  });
}

function misuse(problem: string): Command {
  return { kind: "misuse", problem };
}
