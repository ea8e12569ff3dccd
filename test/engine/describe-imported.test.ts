import { expect, it } from "vitest";
import { describeImported } from "../../src/engine/describe-imported.ts";
import { START, sessionFromText } from "../support/session-from-text.ts";

it("a session from a file began when the file says, so that nothing is lost of it; else with its first row", () => {
  const session = sessionFromText({ "ws wss://a.example/": ["120ms > a", "250ms < b"] });
  const about = (startedAt: number | null, endedAt: number | null = null) =>
    describeImported(session, "a", { startedAt, endedAt }, 7);
  const startOf = (begunAt: number | null) => about(begunAt).startedAt - START;
  expect(startOf(START + 5.5)).toBe(5.5);
  // What the page had kept before DevTools was opened is older than the session.
  expect(startOf(START + 180)).toBe(180);
  expect(startOf(null)).toBe(120);
  expect(startOf(1e300), "no date").toBe(120);
  expect(about(null)).toMatchObject({ changedAt: START + 250, messages: 2 });
  expect(about(null, START + 900).endedAt).toBe(START + 900);
  expect(about(null, 1e300), "no date").not.toHaveProperty("endedAt");
});
