import { expect, it } from "vitest";
import { describeImported } from "../../src/engine/describe-imported.ts";
import { START, sessionFromText } from "../support/session-from-text.ts";

it("a session from a file began when the file says, so that nothing is lost of it; else with its first row", () => {
  const session = sessionFromText({ "ws wss://a.example/": ["120ms > a", "250ms < b"] });
  const startOf = (begunAt: number | null) => describeImported(session, "a", begunAt, 7).startedAt - START;
  expect(startOf(START + 5.5)).toBe(5.5);
  // What the page had kept before DevTools was opened is older than the session.
  expect(startOf(START + 180)).toBe(180);
  expect(startOf(null)).toBe(120);
  expect(startOf(1e300), "no date").toBe(120);
  expect(describeImported(session, "a", null, 7)).toMatchObject({ changedAt: START + 250, messages: 2 });
});
