import type { EpochMs, Milliseconds } from "../../units.ts";
import { headerOf } from "../../wire/header-of.ts";
import type { Exchange } from "./exchange.ts";

/** What a page asks for when it loads, it has asked for by then. */
const LOADING_MS: Milliseconds = 10_000;

/** Whether a request is for a document: a page, or a frame in it. */
export function isDocument({ type, mimeType, method, asset, requestHeaders }: Exchange): boolean {
  if (type !== null) return type === "document";
  const destination = headerOf(requestHeaders, "sec-fetch-dest");
  if (destination !== null) return ["document", "iframe", "frame"].includes(destination);
  return asset && method === "GET" && mimeType.startsWith("text/html");
}

/**
 * Whether requests came with the loading of pages, (nearly) one each time: a person who goes from page to page may be as even as a
 * timer. Both lists are in order of time; `loads` are the times of documents.
 */
export function isOfLoads(exchanges: readonly Exchange[], loads: readonly EpochMs[]): boolean {
  if (loads.length < 3 || exchanges.some(isDocument)) return false;
  let next = 0;
  let soon = 0;
  const touched = new Set<number>();
  for (const { at } of exchanges) {
    while (next < loads.length && (loads[next] as EpochMs) <= at) next += 1;
    const load = loads[next - 1];
    if (load === undefined || at - load > LOADING_MS) continue;
    soon += 1;
    touched.add(next);
  }
  return soon >= 0.9 * exchanges.length && exchanges.length <= 1.5 * touched.size;
}
