import { describe, expect, it } from "vitest";
import { completeQuery } from "../../../src/core/query/complete-query.ts";
import { parseQuery } from "../../../src/core/query/parse-query.ts";

/** What the text would be with each candidate; the cursor is |. */
function completed(marked: string, vocabulary = {}): string[] {
  const cursor = marked.indexOf("|");
  const source = marked.replace("|", "");
  return completeQuery(source, cursor, vocabulary).map(
    ({ text, start, end }) => source.slice(0, start) + text + source.slice(end),
  );
}

describe("completion", () => {
  it("offers all fields where nothing is begun", () => {
    const fields = [
      "dir:",
      "kind:",
      "type:",
      "size>",
      "url:",
      "event:",
      "event-type:",
      "means:",
      "channel:",
      "method:",
      "id:",
      "proto:",
      "note:",
      "is:",
      "rtt>",
      "$.",
    ];
    expect(completed("|")).toEqual(fields);
    expect(completed("a -|")).toEqual(fields.map((it) => `a -${it}`));
    expect(completed("(|")).toEqual(fields.map((it) => `(${it}`));
  });

  it("offers the fields and values that are begun, in the place of the whole word", () => {
    expect(completed("a di|")).toEqual(["a dir:"]);
    expect(completed("$|")).toEqual(["$."]);
    expect(completed("xyz|")).toEqual([]);
    expect(completed("dir:|")).toEqual(["dir:sent", "dir:received"]);
    expect(completed("-dir:re|c b")).toEqual(["-dir:received b"]);
    expect(completed("is:un|")).toEqual(["is:unanswered", "is:underway", "is:unfinished", "is:unheard"]);
  });

  it("offers what the session has, in quotes where it needs them", () => {
    const vocabulary = { event: ["price", 'say "it"', "price old"], url: ["wss://shop.example/prices"] };
    expect(completed("event:pr|", vocabulary)).toEqual(["event:price", 'event:"price old"']);
    expect(completed("event:say|", vocabulary)).toEqual(['event:"say \\"it\\""']);
    expect(completed("url:SHOP|", vocabulary)).toEqual(["url:wss://shop.example/prices"]);
    for (const source of completed("event:|", vocabulary)) expect(parseQuery(source).query).toBeTruthy();
  });

  it("offers nothing within a phrase or a pattern", () => {
    expect(completed('"dir|')).toEqual([]);
    expect(completed("/di|r/")).toEqual([]);
    expect(completed("url:/di|r/", { url: ["dir"] })).toEqual([]);
  });
});
