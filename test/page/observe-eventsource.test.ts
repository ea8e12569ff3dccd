import { describe, expect, it } from "vitest";
import type { FakeMessageEvent } from "../support/fake-events.ts";
import { observedWindow } from "../support/observed-window.ts";

function openSource() {
  const stage = observedWindow();
  const source = new stage.window.EventSource("https://shop.example/events");
  source.peer.open();
  stage.seen.length = 0;
  return { ...stage, source };
}

describe("an observed EventSource", () => {
  it("is told of with its address, and when it opens", () => {
    const { window, seen } = observedWindow();
    new window.EventSource("https://shop.example/events").peer.open();
    expect(seen).toMatchObject([
      { type: "source-created", connection: 1, url: "https://shop.example/events", withCredentials: false },
      { type: "source-opened", connection: 1 },
    ]);
  });

  it("tells of messages with name and ID, whether the page listens or not", () => {
    const { source, messages } = openSource();
    source.peer.say("message", "42", "7");
    expect(messages()).toMatchObject([
      { connection: 1, eventName: "message", eventId: "7", payload: { kind: "text", text: "42" } },
    ]);
  });

  it("tells of a named event from when the page listens to it, once and before the page", () => {
    const { source, messages } = openSource();
    source.peer.say("price", "unheard");
    const heard: string[] = [];
    for (const name of ["one", "two"]) {
      source.addEventListener("price", ({ data }: FakeMessageEvent) => {
        heard.push(`${name} ${data} after ${messages().length}`);
      });
    }
    source.peer.say("price", "1");
    expect(heard).toEqual(["one 1 after 1", "two 1 after 1"]);
    expect(messages()).toMatchObject([{ eventName: "price", payload: { text: "1" } }]);
  });

  it("tells an event that the server names error or open from the browser's own", () => {
    const { source, seen } = openSource();
    source.peer.say("error", "from the server");
    source.peer.say("open", "from the server");
    expect(seen).toMatchObject([
      { type: "message", eventName: "error" },
      { type: "message", eventName: "open" },
    ]);
  });

  it("tells whether a lost connection is tried again", () => {
    const { source, seen } = openSource();
    source.peer.fail(true);
    source.peer.fail(false);
    expect(seen).toMatchObject([
      { type: "source-errored", reconnecting: true },
      { type: "source-errored", reconnecting: false },
    ]);
  });

  it("tells of the page's close once", () => {
    const { source, types } = openSource();
    source.close();
    source.close();
    expect(types()).toEqual(["source-closed"]);
  });

  it("tells of a named event also where a library has taken its addEventListener before", () => {
    const { window, messages } = observedWindow();
    const { addEventListener } = window.EventTarget.prototype;
    const source = new window.EventSource("https://shop.example/");
    addEventListener.call(source, "price", () => {});
    source.peer.say("price", "1");
    expect(messages()).toMatchObject([{ eventName: "price", payload: { text: "1" } }]);
  });

  it("stands between the page and addEventListener only once there is one", () => {
    let stack = "";
    const { window } = observedWindow(({ EventTarget: { prototype } }) => {
      prototype.addEventListener = () => {
        stack = new Error("where").stack ?? "";
      };
    });
    const isBetween = () => {
      window.addEventListener("click", () => {});
      window.EventTarget.prototype.addEventListener.call(window, "click", () => {});
      return stack.includes("instrument.ts");
    };
    expect(isBetween()).toBe(false);
    new window.EventSource("https://shop.example/");
    expect(isBetween()).toBe(true);
  });

  it("watches a type that is made a string without code of the page", () => {
    const { source, messages } = openSource();
    for (const type of [7, null, true]) source.addEventListener(type as never, () => {});
    for (const type of ["7", "null", "true"]) source.peer.say(type, type);
    expect(messages().map(({ eventName }) => eventName)).toEqual(["7", "null", "true"]);
  });

  it("leaves it to the native to make a string of an object, and to refuse a symbol", () => {
    const { source, failures } = openSource();
    let asked = 0;
    const type = {
      toString() {
        asked += 1;
        return "price";
      },
    };
    source.addEventListener(type as never, () => {});
    source.addEventListener(Symbol("none") as never, () => {});
    expect([asked, failures]).toEqual([0, []]);
  });

  it("does not mind other targets, nor strange types and listeners", () => {
    const { source, window, failures, messages } = openSource();
    const other = new window.EventTarget();
    const heard: unknown[] = [];
    other.addEventListener("price", () => heard.push("other"));
    other.dispatchEvent({ type: "price", defaultPrevented: false });
    source.addEventListener("price", null);
    source.addEventListener({ toString: () => "odd" } as never, () => {});
    source.peer.say("price", "1");
    expect([heard, failures]).toEqual([["other"], []]);
    expect(messages()).toHaveLength(1);
  });
});
