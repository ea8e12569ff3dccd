import type { EngineStatus } from "../../core/wire/engine-status.ts";

/** Whether another session is shown than in the state before, or the same one begun anew: numbers of rows and connections are others then. */
export function isBegunAnew(before: EngineStatus, next: EngineStatus): boolean {
  const isEmptied =
    next.view.total < before.view.total && next.connections.length < before.connections.length;
  return before.session.id !== next.session.id || isEmptied;
}
