import { createSession } from "../core/model/session.ts";
import { createAnnotations } from "./annotations.ts";
import { SESSION_FORMAT } from "./database.ts";
import type { ShownSession } from "./shown-session.ts";

/** What a panel shows that has nothing to show: an ordinary page, before a session is opened in it. */
export function emptySession(): ShownSession {
  const nothing = { messages: 0, requests: 0, connections: 0, bytes: 0, startedAt: 0, changedAt: 0 };
  return {
    session: createSession(),
    live: false,
    until: () => null,
    inMemory: false,
    annotations: createAnnotations(Promise.resolve(null), () => ""),
    describe: () => ({ id: "", format: SESSION_FORMAT, name: "", url: "", ...nothing }),
  };
}
