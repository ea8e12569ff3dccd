import type { WebRequest } from "webextension-polyfill";
import { findPreludePlace, type PreludePlace } from "./find-prelude-place.ts";

/** A script whose first statement does not come within this many bytes goes to the worker as it is. */
const MAX_HEAD_BYTES = 1024 * 1024;

/**
 * Writes the prelude where it changes nothing of what follows, and hands on everything else as it comes. The worker waits
 * until the filter is closed: so whatever fails here, what has come is written, and the end is said. The filter is never
 * disconnected on the way: Firefox lets the rest pass by itself only after an answer from here, which does not come from a
 * background that is stopped in between, and then the worker would wait for ever (bug 1965711).
 */
export function putInFront(filter: WebRequest.StreamFilter, prelude: string): void {
  /** What has come and is not written yet; null as soon as it is known where the prelude goes. */
  let head: Uint8Array<ArrayBuffer> | null = new Uint8Array(0);

  function open(known: Uint8Array<ArrayBuffer>, whole: boolean): void {
    let place: PreludePlace | null = null;
    try {
      place = findPreludePlace(known, whole);
      if (place === null && !whole && known.length < MAX_HEAD_BYTES) return;
    } catch {
      // Then the script goes to the worker as it is.
    }
    head = null;
    if (place === null) {
      filter.write(known);
    } else {
      filter.write(known.slice(0, place.offset));
      filter.write(new TextEncoder().encode(place.strict ? `"use strict";${prelude}` : prelude));
      filter.write(known.slice(place.offset));
    }
  }

  filter.ondata = ({ data }) => {
    if (head === null) {
      filter.write(data);
      return;
    }
    const joined = new Uint8Array(head.length + data.byteLength);
    joined.set(head);
    joined.set(new Uint8Array(data), head.length);
    head = joined;
    open(joined, false);
  };
  filter.onstop = () => {
    try {
      if (head !== null) open(head, true);
    } finally {
      filter.close();
    }
  };
}
