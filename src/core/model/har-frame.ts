import type { Connection } from "./connection.ts";

/** The frame of what another program's HAR tells of no page; the keys of those that stand for its pages begin so. */
export const HAR_FRAME = "har";

/** Whether a connection was read from another program's HAR, where nobody writes how one ended that was open. */
export function isOfHar({ frame }: Pick<Connection, "frame">): boolean {
  return frame === HAR_FRAME || frame.startsWith(`${HAR_FRAME}-`);
}
