import type { WebRequest } from "webextension-polyfill";
import { findPreludePlace } from "./find-prelude-place.ts";

/** A script whose first statement does not come within this many bytes goes to the worker as it is. */
const MAX_HEAD_BYTES = 1024 * 1024;

/** Writes the prelude where it changes nothing of what follows, and hands on everything else as it comes. */
export function putInFront(filter: WebRequest.StreamFilter, prelude: string): void {
  let head: Uint8Array | null = new Uint8Array(0);

  function open(whole: boolean): void {
    if (head === null) return;
    const place = findPreludePlace(head, whole);
    if (place === null && !whole && head.length < MAX_HEAD_BYTES) return;
    if (place === null) {
      filter.write(head);
    } else {
      filter.write(head.slice(0, place.offset));
      filter.write(new TextEncoder().encode(place.strict ? `"use strict";${prelude}` : prelude));
      filter.write(head.slice(place.offset));
    }
    head = null;
  }

  filter.ondata = ({ data }) => {
    if (head === null) {
      filter.write(data);
      return;
    }
    const joined: Uint8Array<ArrayBuffer> = new Uint8Array(head.length + data.byteLength);
    joined.set(head);
    joined.set(new Uint8Array(data), head.length);
    head = joined;
    open(false);
    if (head === null) filter.disconnect();
  };
  filter.onstop = () => {
    open(true);
    filter.close();
  };
}
