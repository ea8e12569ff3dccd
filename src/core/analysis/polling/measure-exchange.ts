import type { Bytes } from "../../units.ts";
import { requestHeadBytes, responseHeadBytes } from "../cost/header-bytes.ts";
import { type Exchange, namesHost } from "./exchange.ts";

/** What one exchange took on the wire, headers as HTTP/1.1 writes them. */
export interface ExchangeBytes {
  readonly sentHeaders: Bytes;
  readonly sentBody: Bytes;
  readonly receivedHeaders: Bytes;
  /** As it came over the wire; where that was not recorded 0. */
  readonly receivedBody: Bytes;
  /** Of a body in chunks Firefox does not tell how they were cut: their framing (RFC 9112 7.1) is not counted. */
  readonly known: "yes" | "no" | "without framing";
  /** Whether the request's headers are all there: see {@link hasAllHeaders}. */
  readonly allHeaders: boolean;
}

/** Measures one exchange. Of a cached answer nothing was on the wire. */
export function measureExchange(it: Exchange): ExchangeBytes {
  if (it.cached) {
    return {
      sentHeaders: 0,
      sentBody: 0,
      receivedHeaders: 0,
      receivedBody: 0,
      known: "yes",
      allHeaders: true,
    };
  }
  const { status, statusText } = it;
  const hasBody = it.method !== "HEAD" && status !== 204 && status !== 304 && status !== 0;
  return {
    sentHeaders: requestHeadBytes({ method: it.method, url: it.url, headers: it.requestHeaders }),
    sentBody: it.bodyBytes,
    receivedHeaders:
      it.answerHeadBytes ??
      (status === 0 ? 0 : responseHeadBytes({ status, statusText, headers: it.answerHeaders })),
    receivedBody: hasBody ? (it.answerBytes ?? 0) : 0,
    known: !hasBody ? "yes" : it.answerBytes === null ? "no" : it.unframed ? "without framing" : "yes",
    allHeaders: hasAllHeaders(it),
  };
}

/**
 * Each request names its host (RFC 9112 3.2, RFC 9113 8.3.1). One that does not was told of too early: Chromium's network process
 * says what it added (cookies, `Accept-Encoding`, `Host`…) on another way, and its HAR is at times without it
 * (seen on a busy machine). And who is answered with 304 has named a condition (RFC 9110 15.4.5): Firefox does not always tell of the one
 * that its cache added.
 */
function hasAllHeaders({ requestHeaders, status }: Exchange): boolean {
  const isConditional = requestHeaders.some(({ name }) => /^if-(none-match|modified-since)$/i.test(name));
  return namesHost(requestHeaders) && (status !== 304 || isConditional);
}

export function bytesIn({ sentHeaders, sentBody, receivedHeaders, receivedBody }: ExchangeBytes): Bytes {
  return sentHeaders + sentBody + receivedHeaders + receivedBody;
}
