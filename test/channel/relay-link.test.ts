import { describe, expect, it } from "vitest";
import { takeLink } from "../../src/channel/relay-link.ts";
import { LINK_HAUL, LINK_OFFER, LINK_SPARE } from "../../src/core/wire/page-link.ts";

/** A relay that has taken the link which a page offers. */
function setUp() {
  const document = new EventTarget();
  const taken: unknown[] = [];
  let links = 0;
  takeLink(
    { document, CustomEvent } as never,
    {
      take: (haul) => taken.push(haul) === 0,
      spare: (haul) => void taken.push("spared", haul),
      wait: () => void taken.push("wait"),
      mend: () => "",
    },
    () => {
      links += 1;
    },
  );
  const offer = (element: EventTarget | null) =>
    document.dispatchEvent(Object.assign(new Event(LINK_OFFER), { submitter: element }));
  const say = (element: EventTarget, detail: unknown, type = LINK_HAUL) =>
    element.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), { detail }));
  return { taken, offer, say, links: () => links };
}

const good = {
  rows: new Float64Array(8),
  count: 1,
  before: 0,
  text: "",
  bytes: new Uint8Array(0),
  apart: [new Uint8Array(3)],
};

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

  it("hears of records that go before their time, and answers nothing", () => {
    const { taken, offer, say } = setUp();
    const element = new EventTarget();
    offer(element);
    expect(say(element, good, LINK_SPARE)).toBe(true);
    expect(taken).toEqual(["spared", good]);
  });

  it("hears how many messages of a connection went, and of nothing that cannot be", () => {
    const { taken, offer, say } = setUp();
    const element = new EventTarget();
    offer(element);
    for (const wrong of [[], [1, 2, 3, 4], [1, 0.5, 3, 4, 5], [-1, 2, 3, 4, 5], ["1", 2, 3, 4, 5]]) {
      say(element, wrong, LINK_SPARE);
    }
    say(element, [1, 2, 3, 4.5, 0], LINK_SPARE);
    expect(taken).toEqual(["spared", [1, 2, 3, 4.5, 0]]);
  });

  it.each([
    null,
    undefined,
    "batch",
    7,
    {},
    { ...good, rows: null },
    { ...good, rows: { length: 1e9 } },
    { ...good, count: 2 },
    { ...good, count: Number.NaN },
    { ...good, count: 0.5 },
    { ...good, text: 7 },
    { ...good, bytes: "bytes" },
    { ...good, apart: { length: 1e300 } },
    { ...good, apart: [{ length: 2 }] },
    {
      get rows() {
        throw new Error("hostile");
      },
    },
  ])("passes over what is no haul (%#), without a word to the page", (detail) => {
    const { taken, offer, say } = setUp();
    const element = new EventTarget();
    offer(element);
    expect(say(element, detail)).toBe(true);
    expect(taken).toEqual([]);
  });
});
