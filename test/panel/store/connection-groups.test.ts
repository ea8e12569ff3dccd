import { describe, expect, it } from "vitest";
import { groupConnections } from "../../../src/panel/store/connection-groups.ts";
import { makeConnections } from "../../support/synthetic-session.ts";

describe("groupConnections", () => {
  it("puts the page's own connections before its frames', and streams before requests", () => {
    const lines = groupConnections([...makeConnections()].reverse()).map((line) =>
      line.type === "connection" ? line.connection.id : line.type === "group" ? line.origin : "all",
    );
    expect(lines).toEqual(["all", "https://shop.example", 4, 3, 2, 1, 5, "https://pay.example", 6]);
  });
});
