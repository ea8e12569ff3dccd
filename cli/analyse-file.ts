import { createReadStream, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { printable } from "../src/core/analysis/printable.ts";
import { analyse } from "../src/core/analysis/report.ts";
import { reportToJson } from "../src/core/analysis/report-to-json.ts";
import { reportToText } from "../src/core/analysis/report-to-text.ts";
import { createFixedSchema, type SessionSchema } from "../src/core/analysis/session-schema.ts";
import { type ProtoFile, readProtoFiles, toProtoFile } from "../src/core/decode/proto/proto-files.ts";
import type { MessageTypes } from "../src/core/decode/proto/schema-decoder.ts";
import { importFile } from "../src/core/export/import-file.ts";
import type { Connection } from "../src/core/model/connection.ts";
import { createSession } from "../src/core/model/session.ts";
import { writeOut } from "./write-out.ts";

export interface AnalyseOptions {
  /** A path, or "-" for standard input. */
  readonly file: string;
  readonly json: boolean;
  readonly messages: boolean;
  /** Paths of `.proto` files and descriptor sets. */
  readonly schemas: readonly string[];
  /** Of messages whose call does not say it. */
  readonly types: MessageTypes;
}

/** Prints what is in a file; answers with a sentence where it cannot. */
export async function analyseFile({
  file,
  json,
  messages,
  schemas,
  types,
}: AnalyseOptions): Promise<string | null> {
  const schema = readSchemas(schemas, types);
  if (typeof schema === "string") return schema;
  const decodersOf = (connection: Connection) => schema.decodersOf("", connection);
  const session = createSession();
  let result: Awaited<ReturnType<typeof importFile>>;
  try {
    result = await importFile(openFile(file), (batch) => void session.accept(batch), gunzip);
  } catch (error) {
    return `${file}: ${reasonOf(error)}`;
  }
  if ("problem" in result) return `${file}: ${result.problem}`;
  if (json) {
    for (const note of result.about.notes) process.stderr.write(`duplex: ${printable(file)}: ${note}\n`);
    await writeOut(reportToJson(analyse(session, decodersOf, result.about.endedAt), { messages }));
  } else {
    const about = { ...result.about, name: result.about.name || basename(file) };
    await writeOut(reportToText(session, about, { messages }, decodersOf));
  }
  return null;
}

/** The decoders of a session, with these schemas; a sentence where a file cannot be read, or declares no such type. */
function readSchemas(paths: readonly string[], types: MessageTypes): SessionSchema | string {
  const files: ProtoFile[] = [];
  for (const path of paths) {
    try {
      files.push(toProtoFile(path, readFileSync(findFile(path))));
    } catch (error) {
      return `${path}: ${reasonOf(error)}`;
    }
  }
  const reading = readProtoFiles(files);
  if ("problem" in reading) {
    const { file, line, text } = reading.problem;
    return `${file}${line > 0 ? `:${line}` : ""}: ${text}`;
  }
  for (const name of [types.sent, types.received]) {
    if (name !== null && !reading.schema.messages.has(name)) return `No schema declares the type ${name}.`;
  }
  return createFixedSchema(reading.schema, types);
}

function openFile(file: string): AsyncIterable<Uint8Array> {
  if (file === "-") return process.stdin;
  return createReadStream(findFile(file), { highWaterMark: 256 * 1024 });
}

/**
 * `npm run analyse` goes to the package's folder first, and says in INIT_CWD where the user stands. Every script that npm
 * runs is told that, also another package's that has Duplex as a command: of that the folder is the right one.
 */
function findFile(file: string): string {
  const { INIT_CWD: there, npm_lifecycle_event: script, npm_package_name: name } = process.env;
  const isOurScript = script === "analyse" && name === "duplex-devtools";
  return there !== undefined && isOurScript ? resolve(there, file) : file;
}

function gunzip(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const unpacked = createGunzip();
  // The iteration below throws what goes wrong; the callback is there because `pipeline` wants one.
  pipeline(Readable.from(packed), unpacked, () => {});
  return unpacked;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT") return "There is no such file.";
  if (code === "EISDIR") return "This is a folder, not a file.";
  if (code === "EACCES") return "This file may not be read.";
  return error instanceof Error ? error.message : String(error);
}
