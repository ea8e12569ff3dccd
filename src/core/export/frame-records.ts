import type { Session } from "../model/session.ts";
import type { RecordEvent } from "../wire/events.ts";

/** A record that says something of a frame, and which. */
export interface FrameRecord {
  readonly frame: string;
  readonly record: RecordEvent;
}

/** The records that make a session's frames known; they come before everything else. */
export function startFrames(session: Session): FrameRecord[] {
  return [...session.frames.values()].flatMap(({ key, url, top, origin, worker, startedAt: at, seen }) => {
    const of = worker === null ? {} : { worker };
    const started: FrameRecord = {
      frame: key,
      record: { type: "frame-started", at, url, top, origin, ...of },
    };
    return seen === null ? [started] : [started, { frame: key, record: { type: "frame-seen", at, ...seen } }];
  });
}

/**
 * The records that bring frames, and connections that went with their document, into the state they have in the
 * session, and its long tasks; they come after everything else. The session keeps no rows of them.
 */
export function leaveFrames(session: Session): FrameRecord[] {
  const left: FrameRecord[] = session.longTasks.map(({ frame, at, blockedMs }) => {
    return { frame, record: { type: "thread-blocked", at, blockedMs } };
  });
  for (const frame of new Set([...session.frames.keys(), ...session.connections.map((it) => it.frame)])) {
    const known = session.frames.get(frame);
    const own = session.connections.filter((it) => it.frame === frame && it.number !== null);
    const url = known?.url ?? "";
    // Only a document that is gone leaves this: `close()`, a Close frame and an error all say more.
    const goneAt = own.find(
      ({ close }) => close?.by === "page" && close.code === null && close.wasClean === null,
    )?.close?.at;
    if (goneAt !== undefined) {
      left.push({ frame, record: { type: "frame-left", at: goneAt, url, kept: false } });
    }
    if (known === undefined) continue;
    if (known.leftAt === null) {
      if (goneAt !== undefined) left.push({ frame, record: { type: "frame-shown", at: goneAt, url } });
    } else if (known.leftAt !== goneAt) {
      const kept = own.some(({ state }) => state !== "closed");
      left.push({ frame, record: { type: "frame-left", at: known.leftAt, url, kept } });
    }
  }
  return left;
}
