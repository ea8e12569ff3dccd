import { parseProto } from "./parse-proto.ts";
import {
  PROTO_SCALARS,
  type ProtoField,
  type ProtoProblem,
  type ProtoReading,
  type ProtoSchema,
} from "./proto-schema.ts";
import { readDescriptorSet } from "./read-descriptor-set.ts";

/** A file that says what messages of Protocol Buffers are. */
export interface ProtoFile {
  /** No two have the same. */
  readonly name: string;
  /** The text of a `.proto` file, or the bytes of a descriptor set. */
  readonly content: string | Uint8Array;
}

/** A project's files, and more than anybody opens one by one. */
export const MOST_PROTO_FILES = 100;
/** Of all of them; reading so much takes a moment, each time that a panel is opened. */
export const MOST_PROTO_SIZE = 4 * 1024 * 1024;
const MOST_NAME = 300;
/** Types that are told of because no file declares them. */
const MOST_UNKNOWN = 20;

export interface ProtoFileProblem extends ProtoProblem {
  readonly file: string;
  /** The line of the file that it is about; "" where that is not known. */
  readonly source: string;
}

export type ProtoFilesReading =
  | {
      readonly schema: ProtoSchema;
      /** Types that fields have and no file declares. */
      readonly unknown: readonly string[];
    }
  | { readonly problem: ProtoFileProblem };

const EMPTY: ProtoSchema = { messages: new Map(), enums: new Map(), methods: new Map() };

/** A file by its name and bytes: text where it is called `.proto`, else a descriptor set. */
export function toProtoFile(name: string, bytes: Uint8Array): ProtoFile {
  const short = name.slice(-MOST_NAME);
  if (!/\.proto$/i.test(name)) return { name: short, content: bytes };
  return { name: short, content: new TextDecoder().decode(bytes) };
}

/** What files declare together; or the first file that cannot be read, and why. */
export function readProtoFiles(files: readonly ProtoFile[]): ProtoFilesReading {
  const texts: string[] = [];
  const schemas: ProtoSchema[] = [];
  for (const { name, content } of files) {
    const reading = typeof content === "string" ? parseProto([content]) : readDescriptorSet(content);
    if ("problem" in reading) return { problem: toProblem(name, content, reading.problem) };
    if (typeof content === "string") texts.push(content);
    else schemas.push(reading.schema);
  }
  // Names of types in one file may be declared in another.
  const together: ProtoReading = parseProto(texts);
  if ("problem" in together) return { problem: { ...together.problem, line: 0, file: "", source: "" } };
  const schema = [together.schema, ...schemas].reduce(join, EMPTY);
  return { schema, unknown: findUnknown(schema) };
}

/** Reads files from unknown input. Throws a sentence. */
export function parseProtoFiles(value: unknown): ProtoFile[] {
  if (!Array.isArray(value) || value.length > MOST_PROTO_FILES)
    throw new Error("These are no files of schemas.");
  let size = 0;
  return value.map((it: unknown) => {
    const { name, content } = (it ?? {}) as Record<string, unknown>;
    const isContent = typeof content === "string" || content instanceof Uint8Array;
    if (typeof name !== "string" || name.length > MOST_NAME || !isContent)
      throw new Error("A file of a schema has no name or no content.");
    size += content.length;
    if (size > MOST_PROTO_SIZE) throw new Error("The files of schemas are too large.");
    return { name, content };
  });
}

function toProblem(file: string, content: string | Uint8Array, problem: ProtoProblem): ProtoFileProblem {
  const source =
    typeof content === "string" && problem.line > 0 ? content.split("\n", problem.line).at(-1) : "";
  return { ...problem, file, source: source?.trim().slice(0, 200) ?? "" };
}

function join(a: ProtoSchema, b: ProtoSchema): ProtoSchema {
  return {
    messages: new Map([...a.messages, ...b.messages]),
    enums: new Map([...a.enums, ...b.enums]),
    methods: new Map([...a.methods, ...b.methods]),
  };
}

function findUnknown({ messages, enums }: ProtoSchema): string[] {
  const scalars: ReadonlySet<string> = new Set(PROTO_SCALARS);
  const isKnown = ({ type }: ProtoField) => scalars.has(type) || messages.has(type) || enums.has(type);
  const unknown = new Set<string>();
  for (const { fields } of messages.values()) {
    for (const field of fields.values()) if (!isKnown(field)) unknown.add(field.type);
  }
  return [...unknown].sort().slice(0, MOST_UNKNOWN);
}
