import type { Session } from "../../model/session.ts";
import type { Exchange } from "./exchange.ts";
import type { Loop } from "./loop.ts";

/** Event streams that end and are opened again so often that they are a way of polling. */
export function findSourceLoops(_session: Session, _exchanges: readonly Exchange[]): Loop[] {
  return [];
}
