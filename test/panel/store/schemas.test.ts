import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import type { Settings } from "../../../src/core/wire/engine-settings.ts";
import type { EngineStatus } from "../../../src/core/wire/engine-status.ts";
import type { EngineConnection } from "../../../src/panel/store/engine-connection.ts";
import { createSchemaStore, isSchemaFile } from "../../../src/panel/store/schemas.ts";

function stage() {
  let settings: Partial<Settings> = {};
  const status = signal({ schemas: 0, settings, session: { id: "s" } } as unknown as EngineStatus);
  const engine = {
    async call(_: string, change: Partial<Settings>) {
      settings = { ...settings, ...change };
      if (change.schemaRules) status.value = { ...status.value, settings: settings as Settings };
      return settings;
    },
  } as unknown as EngineConnection;
  const store = createSchemaStore(engine, status, (problem) => {
    throw problem;
  });
  return { store, kept: () => settings };
}

const file = (name: string, text: string) => new File([text], name);

test("files are kept when all of them can be read, and one of the same name takes the place of the one before", async () => {
  const { store, kept } = stage();
  await store.add([file("a.proto", "message B { map<string, int32> n = 1; } message A { C c = 1; }")]);
  expect(store.contents.value).toEqual({ types: ["A", "B"], methods: 0, unknown: ["C"] });
  await store.add([file("b.proto", "message D {\n  oops\n}")]);
  expect(store.problem.value).toMatchObject({ file: "b.proto", line: 3, source: "}" });
  expect(kept().schemas?.map(({ name }) => name)).toEqual(["a.proto"]);
  await store.add([file("a.proto", "message C { int32 n = 1; }")]);
  expect(store.problem.value).toBeNull();
  expect(store.contents.value.types).toEqual(["C"]);
  store.remove("a.proto");
  await Promise.resolve();
  expect(kept().schemas).toEqual([]);
});

test("what is said of a connection counts for it, and can be taken back", () => {
  const { store } = stage();
  const about = { id: 2, url: "wss://a.example/live?x" };
  const rule = { url: "wss://a.example/*", session: null, connection: null, sent: null };
  store.decide({ ...rule, received: "A" });
  expect(store.ruleOf(about)?.received).toBe("A");
  store.decide({ ...rule, received: null });
  expect(store.ruleOf(about)).toBeNull();
});

test("files of schemas are told from recordings by their names", () => {
  expect(["a.proto", "b.DESC", "c.pb", "d.bin"].every(isSchemaFile)).toBe(true);
  expect(["a.har", "b.duplex", "c.json", "proto"].some(isSchemaFile)).toBe(false);
});
