import type { Bytes } from "../../units.ts";
import type { Exchange } from "../polling/exchange.ts";
import type { ExchangeBytes } from "../polling/measure-exchange.ts";
import { H2_FRAME_BYTES } from "./header-bytes.ts";

/** The largest payload of an HTTP/2 DATA frame, unless another is agreed on (RFC 9113 4.2). */
const H2_DATA_BYTES: Bytes = 16_384;

/** An answer's body as a message would carry it: uncompressed, where it was recorded. */
export function payloadBytes({ answerTextBytes, answerBytes }: Exchange): Bytes {
  return answerTextBytes ?? answerBytes ?? 0;
}

/** What an event stream writes around it: `data: ` before each line, two line breaks, an HTTP chunk or frame (WHATWG HTML 9.2.5). */
export function eventFramingBytes({ answer }: Exchange): Bytes {
  const lines = (answer ?? "").split("\n").length;
  return lines * "data: \n".length + 1 + H2_FRAME_BYTES;
}

/** The frames of a request and its answer in HTTP/2: headers, and data where there are bodies. */
export function h2FramesOf({ sentBody, receivedBody }: ExchangeBytes): number {
  return 2 + Math.ceil(sentBody / H2_DATA_BYTES) + Math.ceil(receivedBody / H2_DATA_BYTES);
}
