import type { OwnDecoder } from "../decode/own/own-decoder.ts";
import type { OwnQuestion } from "../decode/own/own-worker-source.ts";

/** The engine has no document to run a reader's decoder in: it asks the panel, which answers with `own-answers`. */
export interface OwnJob extends OwnQuestion {
  readonly job: number;
  readonly decoder: OwnDecoder;
}
