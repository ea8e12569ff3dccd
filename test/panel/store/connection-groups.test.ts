import { describe, expect, it } from "vitest";
import { groupConnections } from "../../../src/panel/store/connection-groups.ts";
import { makeConnections } from "../../support/synthetic-session.ts";

describe("groupConnections", () => {
  const connections = [...makeConnections()].reverse();

  function linesOf(...args: Parameters<typeof groupConnections>) {
    return groupConnections(...args).lines.map((line) => {
      if (line.type === "connection") return line.connection.id;
      return line.type === "group" ? `${line.of} ${line.origin ?? ""}`.trim() : "all";
    });
  }

  it("puts the page's own streams before its frames', and requests after both", () => {
    expect(linesOf(connections)).toEqual([
      "all",
      "page https://shop.example",
      4,
      3,
      2,
      1,
      "frame https://pay.example",
      6,
      "requests",
      5,
    ]);
  });

  it("puts workers behind frames, by their script, and what only the browser tells of last", () => {
    const base = connections.find(({ id }) => id === 1) as (typeof connections)[number];
    const of = (id: number, change: Partial<typeof base>) => ({ ...base, topFrame: false, id, ...change });
    const script = (name: string) => `https://shop.example/${name}.js`;
    const named = groupConnections([
      of(11, { frame: "network 1", frameUrl: script("b"), frameOrigin: "https://shop.example" }),
      of(12, { frame: "network 2", frameUrl: script("c"), frameOrigin: "" }),
      of(13, { frame: "e", frameWorker: "shared", frameUrl: script("a") }),
      of(14, { frame: "f", frameWorker: "dedicated", frameUrl: script("a") }),
      of(15, { frame: "g", frameWorker: "dedicated", frameUrl: script("a") }),
      of(16, { frame: "h", frameUrl: "https://shop.example/frame" }),
    ]).lines.flatMap((line) =>
      line.type === "group" ? [[line.network ?? line.of, line.url, line.count]] : [],
    );
    expect(named).toEqual([
      ["frame", "https://shop.example/frame", 1],
      ["worker", script("a"), 1],
      ["worker", script("a"), 2],
      ["shared or service worker", script("b"), 1],
      ["worker or frame", script("c"), 1],
    ]);
  });

  it("keeps the page's own files apart", () => {
    const { lines, files } = groupConnections(
      connections.map((connection) => ({ ...connection, asset: connection.kind === "http" })),
    );
    expect(files.map(({ connection }) => connection.id)).toEqual([5]);
    expect(lines.some((line) => line.type === "connection" && line.connection.id === 5)).toBe(false);
    expect(lines.some((line) => line.type === "group" && line.of === "requests")).toBe(false);
  });

  it("gives each frame of an opaque origin a group with its address", () => {
    const opaque = ["data:text/html,a", "data:text/html,b"].map((frameUrl, index) => ({
      ...(connections[0] as (typeof connections)[number]),
      id: index + 1,
      frame: `frame ${index}`,
      topFrame: false,
      frameOrigin: "null",
      frameUrl,
    }));
    const groups = groupConnections(opaque).lines.filter((line) => line.type === "group");
    expect(groups.map(({ url, count }) => [url, count])).toEqual([
      ["data:text/html,a", 1],
      ["data:text/html,b", 1],
    ]);
  });
});
