import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { findSchemaRule, type SchemaRule, withSchemaRule } from "../../core/analysis/schema-rule.ts";
import {
  MOST_PROTO_FILES,
  MOST_PROTO_SIZE,
  type ProtoFile,
  type ProtoFileProblem,
  readProtoFiles,
  toProtoFile,
} from "../../core/decode/proto/proto-files.ts";
import { say } from "../../core/text/say.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** What files declare, as far as one has to choose among it. */
export interface SchemaContents {
  /** Full names, in order; entries of maps are none. */
  readonly types: readonly string[];
  /** How many calls of services there are, whose types are known by their path. */
  readonly methods: number;
  /** Types that fields have and no file declares. */
  readonly unknown: readonly string[];
}

/** Schemas of Protocol Buffers: their files, and which types messages have. */
export interface SchemaStore {
  /** Null until the engine has told. */
  readonly files: ReadonlySignal<readonly ProtoFile[] | null>;
  readonly contents: ReadonlySignal<SchemaContents>;
  /** What is wrong with the file that was to be added last; null: nothing. */
  readonly problem: ReadonlySignal<ProtoFileProblem | null>;
  /** What the reader has said, the newest last. */
  readonly rules: ReadonlySignal<readonly SchemaRule[]>;
  /** The dialog is shown. */
  readonly shown: Signal<boolean>;
  /** Adds files; one of the same name takes the place of the one before. None is kept where one cannot be read. */
  add(files: readonly File[]): Promise<void>;
  remove(name: string): void;
  ruleOf(about: { readonly id: number; readonly url: string }): SchemaRule | null;
  decide(rule: SchemaRule): void;
  dispose(): void;
}

const NOTHING: SchemaContents = { types: [], methods: 0, unknown: [] };

/** Whether a file that is dropped on the panel is one, by its name. */
export function isSchemaFile(name: string): boolean {
  return /\.(?:proto|desc|pb|bin|binpb|protoset|fds)$/i.test(name);
}

/** Creates it. */
export function createSchemaStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  fail: (problem: unknown) => void,
): SchemaStore {
  const files = signal<readonly ProtoFile[] | null>(null);
  const problem = signal<ProtoFileProblem | null>(null);
  const rules = computed(() => status.value?.settings.schemaRules ?? []);

  // Not of every state: to ask for the settings makes the engine tell another.
  const changes = computed(() => status.value?.schemas ?? null);
  const stop = effect(() => {
    if (changes.value === null) return;
    engine.call("settings", {}).then((it) => {
      files.value = it.schemas ?? [];
    }, fail);
  });

  async function keep(next: readonly ProtoFile[]): Promise<void> {
    try {
      files.value = (await engine.call("settings", { schemas: next })).schemas ?? [];
    } catch (why) {
      fail(why);
    }
  }

  /** What is wrong with all files together, or the first of them; null: nothing. */
  function findProblem(all: readonly ProtoFile[]): ProtoFileProblem | null {
    const size = all.reduce((sum, { content }) => sum + content.length, 0);
    const text =
      all.length > MOST_PROTO_FILES
        ? say("schemasMost", { most: MOST_PROTO_FILES })
        : size > MOST_PROTO_SIZE
          ? say("schemasTooLarge", { most: MOST_PROTO_SIZE / 1024 / 1024 })
          : null;
    if (text !== null) return { text, file: "", line: 0, source: "" };
    const reading = readProtoFiles(all);
    return "problem" in reading ? reading.problem : null;
  }

  return {
    files,
    problem,
    rules,
    contents: computed(() => {
      const reading = readProtoFiles(files.value ?? []);
      if ("problem" in reading) return NOTHING;
      const { schema, unknown } = reading;
      const types = [...schema.messages.values()].filter(({ isEntry }) => !isEntry).map(({ name }) => name);
      return { types: types.sort(), methods: schema.methods.size, unknown };
    }),
    shown: signal(false),
    async add(chosen) {
      const added: ProtoFile[] = [];
      for (const file of chosen) {
        if (file.size > MOST_PROTO_SIZE) {
          const text = say("schemasTooLarge", { most: MOST_PROTO_SIZE / 1024 / 1024 });
          problem.value = { text, file: file.name, line: 0, source: "" };
          return;
        }
        added.push(toProtoFile(file.name, new Uint8Array(await file.arrayBuffer())));
      }
      const names = new Set(added.map(({ name }) => name));
      const next = [...(files.peek() ?? []).filter(({ name }) => !names.has(name)), ...added];
      problem.value = findProblem(next);
      if (problem.peek() === null) await keep(next);
    },
    remove(name) {
      problem.value = null;
      void keep((files.peek() ?? []).filter((it) => it.name !== name));
    },
    ruleOf: (about) => findSchemaRule(rules.value, status.value?.session.id ?? "", about),
    decide(rule) {
      engine.call("settings", { schemaRules: withSchemaRule(rules.peek(), rule) }).catch(fail);
    },
    dispose: stop,
  };
}
