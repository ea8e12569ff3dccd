import { describe, expect, it } from "vitest";
import { takeLink } from "../../src/channel/relay-link.ts";
import { LINK_BATCH, LINK_HELLO } from "../../src/core/wire/page-link.ts";

/** A relay that has taken the link which a page offers. */
function setUp() {
  const window = new EventTarget();
  const taken: unknown[] = [];
  let links = 0;
  takeLink(
    window as Window,
    (batch) => taken.push(batch) === 0,
    () => {
      links += 1;
    },
  );
  const offer = (element: EventTarget | null) =>
    window.dispatchEvent(Object.assign(new Event(LINK_HELLO), { relatedTarget: element }));
  const say = (element: EventTarget, detail: unknown) =>
    element.dispatchEvent(Object.assign(new Event(LINK_BATCH, { cancelable: true }), { detail }));
  return { taken, offer, say, links: () => links };
}

const good = { frame: "f", seq: 0, rows: new Float64Array(8), bytes: new Uint8Array(0) };

describe("the relay's end of the link", () => {
  it("is the first that is offered; no later one is heard", () => {
    const { taken, offer, say, links } = setUp();
    const [first, second] = [new EventTarget(), new EventTarget()];
    offer(null);
    offer(first);
    offer(second);
    say(second, good);
    expect([links(), taken]).toEqual([1, []]);
    expect(say(first, good), "not taken").toBe(false);
    expect(taken).toEqual([good]);
  });

  it.each([
    null,
    undefined,
    "batch",
    7,
    {},
    { rows: null, bytes: null },
    { rows: { length: Number.NaN }, bytes: { length: 1 } },
    { rows: { length: 8 }, bytes: { length: "8" } },
    {
      get rows() {
        throw new Error("hostile");
      },
    },
  ])("passes over what has no weight (%#), without a word to the page", (detail) => {
    const { taken, offer, say } = setUp();
    const element = new EventTarget();
    offer(element);
    expect(say(element, detail)).toBe(true);
    expect(taken).toEqual([]);
  });
});
