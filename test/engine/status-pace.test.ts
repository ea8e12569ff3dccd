import { describe, expect, it } from "vitest";
import { createStatusPace, STATUS_EVERY_MS } from "../../src/engine/status-pace.ts";

const NOTHING = { isEmpty: true, isAwaited: true };
const SOME = { isEmpty: false, isAwaited: true };

describe("the pace of the state", () => {
  it("tells of a filter's first match at once, although an empty list was just shown", () => {
    let now = 1000;
    const pace = createStatusPace(() => now);
    pace.changed();
    expect(pace.waitMs(NOTHING)).toBeNull();
    now += 60;
    expect(pace.waitMs(NOTHING)).toBe(0);
    pace.sent(now, 0, NOTHING);
    now += 1;
    expect(pace.waitMs(NOTHING)).not.toBe(0);
    expect(pace.waitMs(SOME)).toBe(0);
    pace.sent(now, 0, SOME);
    now += 1;
    expect(pace.waitMs(SOME)).toBeGreaterThan(STATUS_EVERY_MS / 2);
  });
});
