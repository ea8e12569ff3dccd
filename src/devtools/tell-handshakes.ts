import { toHandshakeEntry } from "../core/wire/handshake-entry.ts";
import type { DebuggerEvent } from "../core/wire/parse-debugger-event.ts";
import type { ToldHandshake } from "../core/wire/told-request.ts";

/** Browsers open 255 sockets at a time; what is older has been answered, or is never. */
const MAX_UNANSWERED = 1000;

type Told<Type extends DebuggerEvent["type"]> = Extract<DebuggerEvent, { type: Type }>;

/** Takes the events of a document's WebSockets, and tells of each handshake as it is answered. */
export type TellHandshakes = (event: DebuggerEvent) => void;

/**
 * The handshakes of documents, from Chrome's debugger. One that is refused is not told of: the network log has it at
 * once, and what that says has no key by which the two could be known for the same. `ownOrigin` is the extension's.
 */
export function createTellHandshakes(
  ownOrigin: string,
  tell: (handshake: ToldHandshake) => void,
): TellHandshakes {
  const sockets = new Map<string, { created: Told<"socket-created">; asked: Told<"socket-asked"> | null }>();

  function answered({ id, ticks, ...answer }: Told<"socket-answered">): void {
    const socket = sockets.get(id);
    sockets.delete(id);
    if (socket === undefined || socket.asked === null || answer.status !== 101) return;
    const { created, asked } = socket;
    const { scripts, url } = created;
    const respondedAt = asked.at + (ticks - asked.ticks);
    const [script = ""] = scripts;
    tell({
      entry: toHandshakeEntry(url, asked, respondedAt, answer),
      startedAt: asked.at,
      respondedAt,
      endedAt: respondedAt,
      closedAt: null,
      error: "",
      frameId: null,
      hooked: scripts.length === 0 ? null : scripts.some((it) => it.startsWith(ownOrigin)),
      script: script.startsWith(ownOrigin) ? (scripts[1] ?? "") : script,
      held: null,
      workerUrl: null,
    });
  }

  return (event) => {
    if (event.type === "socket-created") {
      sockets.set(event.id, { created: event, asked: null });
      const [oldest] = sockets.keys();
      if (sockets.size > MAX_UNANSWERED && oldest !== undefined) sockets.delete(oldest);
    } else if (event.type === "socket-asked") {
      const socket = sockets.get(event.id);
      if (socket !== undefined) socket.asked = event;
    } else if (event.type === "socket-answered") {
      answered(event);
    } else if (event.type === "socket-closed") {
      sockets.delete(event.id);
    }
  };
}
