import { createSession } from "../core/model/session.ts";
import { createReadBack } from "./read-back.ts";
import type { SessionStore } from "./session-store.ts";
import type { ShownSession } from "./shown-session.ts";

/** How many stored chunks are read at a time. */
const READ_CHUNKS = 16;

/** Opens a stored session: folds its chunks again. Rejects with a sentence for the user. */
export async function openSession(store: SessionStore, id: string): Promise<ShownSession> {
  const stored = await store.find(id);
  const session = createSession();
  const disk = createReadBack(store, id);
  while (true) {
    const chunks = await store.chunks(id, disk.count, READ_CHUNKS);
    for (const { batches, address } of chunks) {
      for (const batch of batches) session.accept(batch);
      disk.add(address);
      session.payloads.stored(session.payloads.end, disk.read);
    }
    if (chunks.length < READ_CHUNKS) break;
  }
  return { session, live: false, inMemory: false, describe: () => stored };
}
