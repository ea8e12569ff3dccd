import type { EngineStatus } from "../core/wire/engine-status.ts";

type Settings = EngineStatus["settings"];

/** Which settings are others than when they were last looked at. */
export interface SettingsChange {
  readonly pairings: boolean;
  /** The decoders chosen for connections. */
  readonly decoders: boolean;
  readonly ownDecoders: boolean;
  readonly schemas: boolean;
}

/** Notices what has been decided, by this panel or another. */
export interface SettingsWatch {
  /** How often the reader's own decoders, and the files of schemas, became others: they are asked for anew then. */
  readonly ownChanges: number;
  readonly schemaChanges: number;
  look(): SettingsChange;
}

/** Creates it, with the settings as they are now taken as seen. */
export function createSettingsWatch(settings: () => Settings): SettingsWatch {
  let seen = settings();
  let ownChanges = 0;
  let schemaChanges = 0;

  return {
    get ownChanges() {
      return ownChanges;
    },
    get schemaChanges() {
      return schemaChanges;
    },
    look() {
      const before = seen;
      seen = settings();
      const isFile = seen.schemas !== before.schemas;
      const change = {
        pairings: seen.pairings !== before.pairings,
        decoders: seen.decoders !== before.decoders,
        ownDecoders: seen.ownDecoders !== before.ownDecoders,
        schemas: isFile || seen.schemaRules !== before.schemaRules,
      };
      if (change.ownDecoders) ownChanges += 1;
      if (isFile) schemaChanges += 1;
      return change;
    },
  };
}
