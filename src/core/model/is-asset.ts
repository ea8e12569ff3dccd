import type { HarEntry } from "../wire/events.ts";

/** Chromium's resource types for what a page is made of (DevTools' `Common.ResourceType`). */
const ASSET_TYPES = new Set([
  "document",
  "stylesheet",
  "script",
  "image",
  "font",
  "media",
  "texttrack",
  "manifest",
  "signed-exchange",
]);
const DATA_TYPES = new Set(["xhr", "fetch", "eventsource", "websocket", "ping", "beacon", "preflight"]);
const ASSET_MIME =
  /^(text\/(html|css|javascript)|application\/((x-)?javascript|wasm|manifest\+json)|image\/|font\/|audio\/|video\/)/i;

/**
 * Whether a request was for one of the page's own files, and not for data. Chromium says so; where nobody does, the
 * answer's MIME type and the method tell.
 */
export function isAsset({ request, response, _resourceType }: HarEntry): boolean {
  if (typeof _resourceType === "string") {
    if (ASSET_TYPES.has(_resourceType)) return true;
    if (DATA_TYPES.has(_resourceType)) return false;
  }
  return request.method === "GET" && ASSET_MIME.test(response.content?.mimeType ?? "");
}
