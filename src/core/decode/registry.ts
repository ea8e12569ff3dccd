import type { Decoder } from "./decoder.ts";
import { engineIo } from "./protocols/engine-io.ts";
import { socketIo } from "./protocols/socket-io.ts";

/** All decoders. Where two are equally likely, the earlier one is taken: the more special before the more general. */
export const DECODERS: readonly Decoder[] = [engineIo, socketIo] as readonly Decoder[];
