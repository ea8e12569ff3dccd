import type { Session } from "../../model/session.ts";
import { payloadKey } from "../payload-key.ts";

/** What says less is the same by chance. */
const LEAST_BYTES = 24;
/** More is not read for this alone. */
const MOST_BYTES = 16 * 1024;

/**
 * A text that is the same for messages that are the same, byte for byte, by all of it; null where that is not asked: of what is
 * short, long, or not whole. The row's payload must be in memory.
 */
export function sameness(session: Session, row: number): string | null {
  const size = session.log.size.get(row);
  if (size < LEAST_BYTES || size > MOST_BYTES) return null;
  const bytes = session.payload(row, MOST_BYTES);
  if (bytes.length !== size) return null;
  return payloadKey(bytes, MOST_BYTES);
}
