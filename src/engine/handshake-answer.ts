import { acceptSource, checkAccept } from "../core/model/check-accept.ts";
import type { Session } from "../core/model/session.ts";
import { say } from "../core/text/say.ts";
import type { EngineCalls } from "../core/wire/engine-api.ts";
import { untilLoaded } from "./row-window.ts";

/** The handshake of a row, and whether its `Sec-WebSocket-Accept` is right. Throws a sentence where the row has none. */
export async function handshakeAnswer(
  session: Session,
  row: number,
): Promise<EngineCalls["handshake"]["result"]> {
  await untilLoaded(() => session.load(row));
  const record = row < session.log.length ? session.record(row) : null;
  if (record?.type !== "handshake") throw new Error(say("thisHandshakeIsNoLonger"));
  return { record, accept: checkAccept(record.entry, await digestOf(acceptSource(record.entry))) };
}

/** SHA-1 in base64, as RFC 6455 4.2.2 asks for it. */
async function digestOf(text: string | null): Promise<string | null> {
  if (text === null) return null;
  const digest = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
