import { formatCount } from "../format/format-count.ts";
import type { Annotation } from "../model/annotation.ts";
import { say } from "../text/say.ts";
import type { Batch } from "../wire/batch.ts";
import type { RecordEvent } from "../wire/events.ts";
import { type BatchSink, createBatchSink } from "./batch-sink.ts";
import {
  parseObject,
  parseSessionHeader,
  parseSessionLine,
  type SessionFileHeader,
} from "./parse-session-line.ts";
import { LineTooLong, readLines } from "./read-lines.ts";
import type { ImportResult } from "./session-about.ts";
import { upgradeLine } from "./session-file-format.ts";

/**
 * Reads the text of a session file (unpacked) and hands it on as batches, in order, waiting for each. Every line
 * is checked; at the first that is not right the reading stops with a problem.
 */
export async function importSessionFile(
  pieces: AsyncIterable<string>,
  accept: (batch: Batch) => void | Promise<void>,
): Promise<ImportResult> {
  let reader: SessionFileReader | null = null;
  let count = 0;
  try {
    for await (const { lines, unended } of readLines(pieces)) {
      for (const text of lines) {
        if (text === "" || text === "\r") continue;
        if (unended && parseObject(text) === null) break;
        count += 1;
        if (reader === null) {
          const header = parseSessionHeader(text);
          if ("problem" in header) return header;
          reader = createReader(header, accept);
          continue;
        }
        const problem = reader.read(text, count);
        if (problem !== null) return { problem };
      }
      await reader?.sink.drain(false);
    }
  } catch (error) {
    if (error instanceof LineTooLong) {
      return { problem: say("thisSessionFileCannotBe", { count: formatCount(count + 1) }) };
    }
    throw error;
  }
  if (reader === null) return parseSessionHeader("") as { problem: string };
  if (!reader.ended) {
    return {
      problem: say("thisSessionFileIsCut", { count: formatCount(count) }),
    };
  }
  await reader.sink.drain(true);
  const { name, startedAt, endedAt, exportedAt, generator } = reader.header;
  return {
    about: {
      format: "session",
      name,
      startedAt,
      exportedAt,
      endedAt,
      generator,
      notes: [],
      annotations: reader.annotations,
    },
  };
}

interface SessionFileReader {
  readonly header: SessionFileHeader;
  readonly sink: BatchSink;
  readonly ended: boolean;
  readonly annotations: ReadonlyMap<number, Annotation>;
  /** Takes a line; answers with a sentence where it cannot. */
  read(text: string, number: number): string | null;
}

function createReader(
  header: SessionFileHeader,
  accept: (batch: Batch) => void | Promise<void>,
): SessionFileReader {
  const sink = createBatchSink(accept, header.lost);
  /** The frame of each connection: all that concerns it has to go the same way. */
  const frames = new Map<number, string>();
  const opened = new Set<number>();
  const annotations = new Map<number, Annotation>();
  let ended = false;

  /** A connection may be met in the middle: its messages come, its beginning was not seen. */
  function frameOf(connection: number, frame: string | null): string {
    const known = frames.get(connection);
    if (known !== undefined) return known;
    frames.set(connection, frame ?? "file");
    return frame ?? "file";
  }

  function readRecord(frame: string | null, record: RecordEvent): string | null {
    const connection = "connection" in record ? record.connection : null;
    if (
      record.type === "socket-created" ||
      record.type === "source-created" ||
      record.type === "stream-opened"
    ) {
      if (record.connection === 0) return say("itsConnectionIsNotA");
      if (opened.has(record.connection)) return say("itsConnectionWasOpenedBefore");
      opened.add(record.connection);
    }
    sink.record(connection === null ? frame : frameOf(connection, frame), record);
    return null;
  }

  function readLine(text: string, number: number): string | null {
    const line = parseObject(text);
    if (line === null) return say("itIsNotAJson");
    if (ended) return say("itComesAfterTheEnd");
    const parsed = parseSessionLine(upgradeLine(line, header.version));
    switch (parsed.kind) {
      case "damaged":
        return parsed.why;
      case "end":
        if (parsed.lines !== number - 1) {
          return say("itSaysThatLinesCome", {
            lines: formatCount(parsed.lines),
            number: formatCount(number - 1),
          });
        }
        ended = true;
        return null;
      case "annotation":
        annotations.set(parsed.row, parsed.annotation);
        return null;
      case "record":
        return readRecord(parsed.frame, parsed.record);
      case "message": {
        const { frame, at, connection, flags, payload, size, eventName, eventId } = parsed;
        sink.message(frameOf(connection, frame), at, connection, flags, payload, size, eventName, eventId);
        return null;
      }
    }
  }

  return {
    header,
    sink,
    annotations,
    get ended() {
      return ended;
    },
    read(text, number) {
      const why = readLine(text, number);
      return why === null ? null : say("lineOfThisSessionFile", { number: formatCount(number), why });
    },
  };
}
