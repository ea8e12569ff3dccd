import { parseBytePath, readByteField } from "./byte-field.ts";
import type { MessageFacts } from "./message-facts.ts";
import type { ByteLayout, KeyRule } from "./pairing-rule.ts";

/** What a binary message says by a layout: the value at the place of its side, and its kind by the byte that tells. */
export function toByteFacts(
  message: MessageFacts,
  {
    asks,
    requestPath,
    replyPath,
    layout,
  }: Pick<KeyRule, "asks" | "requestPath" | "replyPath"> & { layout: ByteLayout },
): MessageFacts {
  const { head, tail, received } = message;
  if (head === null) return message;
  const isRequest = received === (asks === "server");
  const path = isRequest ? requestPath : replyPath;
  const typeAt = isRequest ? layout.requestTypeAt : layout.replyTypeAt;
  const field = parseBytePath(path);
  const value = field === null ? null : readByteField({ head, tail }, field);
  const type = typeAt === null ? undefined : head[typeAt];
  const shared = isRequest ? layout.requestTypes : layout.replyTypes;
  const label = type === undefined ? "" : `0x${type.toString(16).padStart(2, "0")}`;
  return {
    ...message,
    // Kinds that share their numbers are one.
    shape: shared?.has(type ?? -1) ? "binary" : `binary ${label}`,
    label,
    scalars: value === null ? [] : [{ path, value }],
  };
}
