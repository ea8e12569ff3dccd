import { msgpackFormat } from "../values/msgpack-format.ts";
import { createValueDecoder } from "../values/value-decoder.ts";

/** Messages in MessagePack, a map each. */
export const msgpack = createValueDecoder(msgpackFormat);
