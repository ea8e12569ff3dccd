import { describe, expect, it } from "vitest";
import { createSession } from "../../src/core/model/session.ts";
import { countersOf } from "../../src/engine/shown-session.ts";
import { frameBatches } from "../support/frame-batches.ts";

describe("the state of a session", () => {
  it("stays small whatever a page calls its connections, and says where it was cut", () => {
    const session = createSession();
    const long = "x".repeat(1_000_000);
    const protocols = Array.from({ length: 1000 }, () => long.slice(0, 5000));
    const frame = frameBatches("f");
    session.accept(frame.start(1, { url: `https://a.example/${long}` }));
    session.accept(
      frame.batch((it) => {
        it.record({
          type: "socket-created",
          at: 1,
          connection: 1,
          url: `wss://a.example/${long}`,
          protocols,
        });
        it.record({ type: "socket-opened", at: 2, connection: 1, protocol: long, extensions: long });
        const end = { code: 1000, reason: long, wasClean: true, by: "server" } as const;
        it.record({ type: "socket-closed", at: 3, connection: 1, ...end });
      }),
    );
    const { connections } = countersOf(session, { messages: 0, requests: 0 });
    expect(JSON.stringify(connections).length).toBeLessThan(60_000);
    expect(connections[0]?.url).toMatch(/^wss:\/\/a\.example\/x+… \(1,000,016 characters\)$/);
    expect(connections[0]?.asked.at(-1)).toBe("… (980 more)");
  });
});
