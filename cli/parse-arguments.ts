import { parseArgs } from "node:util";
import type { MessageTypes } from "../src/core/decode/proto/schema-decoder.ts";

export const HELP = `Usage: duplex analyse FILE [--json] [--messages] [--schema FILE]… [--type TYPE]…

Reads a HAR or a Duplex session file, plain or packed with gzip, and prints what
the panel shows of it. FILE may be - for standard input.

  --json       print one JSON object, and nothing else, to standard output
  --messages   with every message
  --schema FILE  read messages of Protocol Buffers by a .proto file, or by a
               descriptor set; may be given several times
  --type TYPE  messages have this type of the schemas, where the path of a call
               does not say which; sent=TYPE and received=TYPE are for one direction
  --help       print this
  --version    print the version

Exit status: 0, or 1 where a file cannot be read or the output not written, or 2
for a wrong command.
`;

/** A command line that was understood, or what is wrong with it. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "misuse"; readonly problem: string }
  | {
      readonly kind: "analyse";
      readonly file: string;
      readonly json: boolean;
      readonly messages: boolean;
      /** Paths of schemas of Protocol Buffers. */
      readonly schemas: readonly string[];
      readonly types: MessageTypes;
    };

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
  const { json, messages, schema: schemas, type } = values;
  const types = readTypes(type);
  if (types.sent !== null || types.received !== null) {
    if (schemas.length === 0) return misuse("A type needs a schema that declares it.");
  }
  return { kind: "analyse", file, json, messages, schemas, types };
}

/** `TYPE` is for both directions, `sent=TYPE` and `received=TYPE` for one. */
function readTypes(given: readonly string[]): MessageTypes {
  const types: { sent: string | null; received: string | null } = { sent: null, received: null };
  for (const text of given) {
    const [, direction, name = ""] = /^(?:(sent|received)=)?\.?(.*)$/s.exec(text) ?? [];
    if (direction !== "received") types.sent = name;
    if (direction !== "sent") types.received = name;
  }
  return types;
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      messages: { type: "boolean", default: false },
      schema: { type: "string", multiple: true, default: [] },
      type: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", short: "h", default: false },
      version: { type: "boolean", short: "v", default: false },
    },
  });
}

function misuse(problem: string): Command {
  return { kind: "misuse", problem };
}
