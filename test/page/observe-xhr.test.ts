import { describe, expect, it } from "vitest";
import type { Emitter } from "../../src/page/emitter.ts";
import type { Instruments, Watch } from "../../src/page/instrument.ts";
import type { ListenTo } from "../../src/page/listen-to.ts";
import type { Natives } from "../../src/page/natives.ts";
import { observeXhr } from "../../src/page/observe-xhr.ts";
import type { StreamRecord } from "../../src/page/stream-record.ts";

/** A request whose answer is an event stream, what was told of it, and how often its text was looked at. */
function observedRequest(room = Infinity) {
  let looks = 0;
  let now = 0;
  let told = 0;
  let marks = "";
  const ends: string[] = [];
  let awaited: ((last: boolean) => void) | null = null;
  const listeners = new Map<string, (event: Event, at: number) => void>();
  class ProgressEvent {
    loaded = 0;
  }
  class XMLHttpRequest {
    readyState = 0;
    responseType = "";
    text = "";
    get responseText() {
      looks += 1;
      return this.text;
    }
    getResponseHeader() {
      return "text/event-stream";
    }
    open() {
      this.text = "";
    }
    abort() {
      this.text = "";
    }
    send() {}
  }
  const instruments = {
    watch(holder: Record<string, (...args: unknown[]) => void>, name: string, watch: Watch<object>) {
      const native = holder[name] as (...args: unknown[]) => void;
      holder[name] = function (this: object, ...args) {
        const after = watch(this, args);
        const given = native.apply(this, args);
        after?.(given as never);
      };
    },
  } as unknown as Instruments;
  const natives = {
    getter: (_: object, name: string) => (it: Record<string, unknown>) => it[name],
    now: () => now,
  } as unknown as Natives;
  const listenTo: ListenTo = (_, type, listener) => void listeners.set(type, listener);
  const emitter = {
    later: (look: (last: boolean) => void) => {
      awaited = look;
    },
    room: () => room,
  } as unknown as Emitter;
  const record = {
    branches: 1,
    open() {},
    chunk(_: number, position: number, value: string, said = "") {
      expect(position).toBeGreaterThanOrEqual(told);
      told = position + value.length;
      marks = said;
      return value.length;
    },
    end: (_: number, by: string, reason = "") => void ends.push(by + reason),
  } as unknown as StreamRecord;
  observeXhr(
    { XMLHttpRequest, ProgressEvent } as never,
    natives,
    instruments,
    listenTo,
    emitter,
    () => record,
  );
  const request = new XMLHttpRequest();
  request.open();
  request.send();
  const fire = (type: string, loaded = 0) => listeners.get(type)?.({ loaded } as unknown as Event, now);
  return {
    request,
    /** A piece comes, of which the browser tells at once. */
    comes(text: string, afterMs = 50) {
      now += afterMs;
      request.readyState = 3;
      request.text += text;
      fire("readystatechange");
      fire("progress", request.text.length);
    },
    ends(type: string) {
      request.readyState = 4;
      if (type !== "load") request.text = "";
      fire("readystatechange");
      fire(type, request.text.length);
    },
    /** The relay asks. */
    asks(last = false) {
      const look = awaited;
      awaited = null;
      look?.(last);
    },
    waits(ms: number) {
      now += ms;
    },
    told: () => told,
    marks: () => marks,
    looks: () => looks,
    ended: () => ends,
  };
}

const MANY = 10_000_000;

describe("the text of a request", () => {
  it("is told piece by piece, when each comes, while it is short", () => {
    const { comes, ends, told, ended, looks, marks } = observedRequest();
    comes("data: a\n\n");
    expect(told()).toBe(9);
    comes("data: b\n\n", 0);
    expect(told()).toBe(18);
    expect(marks()).toBe("");
    expect(looks()).toBe(2);
    ends("load");
    expect(ended()).toEqual(["load"]);
  });

  it("is looked at the more seldom the longer it is, and with the times of what came", () => {
    const { comes, told, looks, marks } = observedRequest();
    comes("x".repeat(MANY));
    const before = looks();
    for (let piece = 0; piece < 10; piece += 1) comes("y");
    expect(looks()).toBe(before);
    comes("z", 1000);
    expect(looks()).toBe(before + 1);
    expect(told()).toBe(MANY + 11);
    expect(marks().trim().split(" ").slice(0, 4)).toEqual(["100", `${MANY + 1}`, "150", `${MANY + 2}`]);
  });

  it("is copied a few times, however many pieces there are", () => {
    const { comes, ends, told, looks } = observedRequest();
    for (let piece = 0; piece < 1000; piece += 1) comes("x".repeat(100_000), 1);
    ends("load");
    expect(told()).toBe(1e8);
    expect(looks()).toBeLessThan(12);
  });

  it("is looked at when the relay asks, as soon as it is time, where nothing more comes", () => {
    const { comes, asks, waits, told } = observedRequest();
    comes("x".repeat(MANY));
    comes("y");
    asks();
    expect(told()).toBe(MANY);
    waits(1000);
    asks();
    expect(told()).toBe(MANY + 1);
  });

  it("is looked at before the page takes it away, and when the page goes", () => {
    for (const how of ["abort", "open", "pagehide"] as const) {
      const { comes, request, asks, told, ended } = observedRequest();
      comes("x".repeat(MANY));
      comes("y");
      if (how === "pagehide") asks(true);
      else request[how]();
      expect(told(), how).toBe(MANY + 1);
      expect(ended()).toEqual(how === "open" ? ["pageopen()"] : []);
    }
  });

  it("is gone when the request fails: it is told how much there was", () => {
    const { comes, ends, marks } = observedRequest();
    comes("x".repeat(MANY));
    comes("yy");
    ends("error");
    expect(marks()).toContain(` ${MANY + 2} `);
  });

  it("is not looked at once it is longer than the ring, while nobody listens", () => {
    const { comes, ends, asks, looks, told, waits } = observedRequest(1000);
    comes("x".repeat(1000));
    comes("y".repeat(1000));
    const before = looks();
    for (let piece = 0; piece < 100; piece += 1) comes("y".repeat(1000), 1000);
    expect(looks()).toBe(before);
    waits(1000);
    asks();
    expect(looks()).toBe(before + 1);
    expect(told()).toBe(102_000);
    comes("z");
    ends("load");
    expect(looks(), "much, of which nobody may ever ask").toBe(before + 1);
  });
});
