import { bsonToJson } from "../values/bson-json.ts";
import { createRecodedDecoder } from "../values/recoded-decoder.ts";

/** An empty document is five bytes, of which four are a number. */
const LEAST_BYTES = 8;

/** Messages that are documents of BSON: the length before all, names, a zero behind all. */
export const bson = createRecodedDecoder({
  id: "bson",
  name: "BSON",
  toJson: bsonToJson,
  vote: (bytes) => (bytes.length < LEAST_BYTES ? "silent" : "proof"),
});
