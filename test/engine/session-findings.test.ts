import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { decodeSession } from "../../src/core/analysis/decode-session.ts";
import { gatherEvidence } from "../../src/core/analysis/findings/evidence.ts";
import { findRoundTrips } from "../../src/core/analysis/pairing/find-round-trips.ts";
import { createSessionFindings } from "../../src/engine/session-findings.ts";
import { sessionFromText } from "../support/session-from-text.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("looks once more where something was decided while the rules ran, though no row came", async () => {
  const session = sessionFromText({ "ws wss://a.example/": ["0ms > a", "5ms < b"] });
  const decoder = decodeSession(session);
  let revision = 1;
  let looks = 0;
  const findings = createSessionFindings({
    rows: session.log.length,
    get revision() {
      return revision;
    },
    busy: false,
    async evidence() {
      looks += 1;
      return gatherEvidence(session, decoder, findRoundTrips(session, decoder));
    },
    rest: () => new Promise((resolve) => setTimeout(resolve, 10)),
    told: () => {},
  });
  findings.look();
  await vi.advanceTimersByTimeAsync(50);
  // Round trips are other ones: whoever found them asks for a look, while one is under way.
  revision += 1;
  findings.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looks).toBe(2);
  findings.look();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looks, "nothing is new").toBe(2);
  findings.end();
});
