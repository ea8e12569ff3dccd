import type { EngineCall } from "./engine-api.ts";

/** What was asked for was stopped by the user, who is told what is left. */
export class WorkStopped extends Error {
  /** Which call; null within the engine, where that is known. */
  readonly call: EngineCall | null;

  constructor(call: EngineCall | null = null) {
    super("This was stopped.");
    this.call = call;
  }
}
