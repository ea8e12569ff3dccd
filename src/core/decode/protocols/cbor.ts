import { cborFormat } from "../values/cbor-format.ts";
import { createValueDecoder } from "../values/value-decoder.ts";

/** Messages in CBOR, a map each. */
export const cbor = createValueDecoder(cborFormat);
