import { gatherPieces } from "../export/gather-pieces.ts";
import type { Report } from "./report.ts";

/** A report as JSON in pieces, a line for each thing; without `messages` that list is empty. */
export function reportToJson(report: Report, options: { messages: boolean }): Iterable<string> {
  return gatherPieces(write({ ...report, messages: options.messages ? report.messages : [] }));
}

function* write(report: Report): Iterable<string> {
  let opening = "{";
  for (const [name, list] of Object.entries(report) as [string, readonly object[]][]) {
    yield `${opening}\n${JSON.stringify(name)}: [`;
    opening = ",";
    let separator = "\n";
    for (const it of list) {
      yield `${separator}${JSON.stringify(it)}`;
      separator = ",\n";
    }
    yield "]";
  }
  yield "\n}\n";
}
