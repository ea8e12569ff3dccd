import { describe, expect, it } from "vitest";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { type SessionText, sessionFromText } from "../../../support/session-from-text.ts";
import { HEALTHY } from "./healthy-sessions.ts";
import { SICK } from "./sick-sessions.ts";

const findingsOf = (text: SessionText) => analyse(sessionFromText(text)).findings;

describe("of a healthy application nothing is warned", () => {
  it.each(Object.entries(HEALTHY))("%s", (_, text) => {
    const warned = findingsOf(text).filter(({ severity }) => severity !== "info");
    expect(warned.map(({ rule, title }) => `${rule}: ${title}`)).toEqual([]);
  });
});

describe("of a sick one it is said what it has, and how much", () => {
  it.each(Object.entries(SICK))("%s", (_, { text, faults }) => {
    const findings = findingsOf(text);
    for (const [rule, holds] of faults) {
      const own = findings.filter((it) => it.rule === rule);
      const said = own.flatMap(({ title, numbers }) => [
        title,
        ...Object.entries(numbers).map((it) => it.join(" ")),
      ]);
      expect(said, rule).toContainEqual(expect.stringMatching(holds));
    }
  });
});
