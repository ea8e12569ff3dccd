import { say } from "../text/say.ts";
import type { Bytes } from "../units.ts";
import type { Segment } from "./message-log.ts";

/** Payloads are kept, let go and read back in pages of this size. */
export const PAYLOAD_PAGE_BYTES = 256 * 1024;
/** The first page begins small and doubles: most sessions are small. */
const FIRST_BYTES = 16 * 1024;

/**
 * So much of what came last stays in memory, once it is on the disk too: some minutes of a busy page, which is what is
 * looked at while it runs. All that is not on the disk stays.
 */
export const WINDOW_BYTES = 64 * 1024 * 1024;
/** And so much of what was read back: some screens of rows, wherever in the session each of them lies. */
export const READ_BACK_BYTES = 32 * 1024 * 1024;

/** Bytes of a session that were read from the disk: at least what was asked for. */
export interface ReadBack {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/** Where bytes of a session lie on the disk: in its chunks from one to another. */
export interface StoredPlace {
  readonly session: string;
  readonly first: number;
  readonly last: number;
}

/** What of a session's payloads is on the disk. */
export interface StoredPayloads {
  /** Reads what lies from one address up to another. Rejects with a sentence for the user. */
  read(from: number, until: number): Promise<ReadBack>;
  /** In which chunks that is, for who reads them himself. */
  placeOf(from: number, until: number): StoredPlace;
}

/**
 * The payloads of a session, one after the other: each byte has an address, which it keeps. In memory are the last of them, and
 * what was read back lately.
 */
export interface Payloads {
  /** The address of the next byte, which is how many there are. */
  readonly end: number;
  /** Bytes in memory. */
  readonly held: Bytes;
  /** Adds bytes, which are copied, and answers where they lie. */
  append(bytes: Uint8Array): number;
  /** Bytes that are in memory: a view where they lie in one page. Throws where they are not. */
  read(address: number, length: Bytes): Uint8Array;
  /** Null: all of them are in memory. Else they are, until others are read, when it resolves. */
  load(...segments: readonly Segment[]): Promise<void> | null;
  /** Whether all of it is in memory. */
  has(segment: Segment): boolean;
  /** Where on the disk that lies which is not in memory: for those who look through all of it, once, in a thread of their own. */
  placeOf(from: number, until: number): StoredPlace;
  /** What lies below is on the disk: memory may let go of it. */
  stored(until: number, disk: StoredPayloads): void;
  /** A copy of what lies in the last page, which is not full. */
  last(): Uint8Array;
  /** Takes over, empty so far, what is on the disk; `last` is of that what lies in the last page. */
  restore(end: number, last: Uint8Array, disk: StoredPayloads): void;
}

const NEVER_KEPT = "These payloads were never kept.";

/** Creates empty payloads. */
export function createPayloads({
  pageBytes = PAYLOAD_PAGE_BYTES,
  windowBytes = WINDOW_BYTES,
  readBackBytes = READ_BACK_BYTES,
} = {}): Payloads {
  const pages: (Uint8Array | undefined)[] = [];
  /** What was read back, the last at the end. */
  const cache = new Map<number, Uint8Array>();
  const underWay = new Map<number, Promise<void>>();
  const asked = new Set<ReadonlySet<number>>();
  let end = 0;
  let storedUntil = 0;
  let oldest = 0;
  let held = 0;
  let stored: StoredPayloads | null = null;

  function pageFor(page: number, bytes: number): Uint8Array {
    const before = pages[page];
    if (before !== undefined && before.length >= bytes) return before;
    let length = page === 0 ? Math.max(Math.min(FIRST_BYTES, pageBytes), before?.length ?? 0) : pageBytes;
    while (length < bytes) length *= 2;
    const wide = new Uint8Array(length);
    if (before !== undefined) wide.set(before);
    held += length - (before?.length ?? 0);
    pages[page] = wide;
    return wide;
  }

  function letGo(): void {
    while (end - oldest * pageBytes > windowBytes && (oldest + 1) * pageBytes <= storedUntil) {
      held -= pages[oldest]?.length ?? 0;
      pages[oldest] = undefined;
      oldest += 1;
    }
  }

  function find(page: number): Uint8Array | undefined {
    return pages[page] ?? cache.get(page);
  }

  function keep({ address, bytes }: ReadBack): void {
    const first = Math.ceil(address / pageBytes);
    for (let page = first; page * pageBytes < address + bytes.length; page += 1) {
      const from = page * pageBytes;
      const until = Math.min(from + pageBytes, end);
      if (until > address + bytes.length || pages[page] !== undefined) continue;
      cache.delete(page);
      cache.set(page, bytes.slice(from - address, until - address));
    }
  }

  /** What is being asked for stays, even where it alone is more than there is room for. */
  function shrink(): void {
    let room = readBackBytes - cache.size * pageBytes;
    for (const page of cache.keys()) {
      if (room >= 0) return;
      if ([...asked].some((it) => it.has(page))) continue;
      cache.delete(page);
      room += pageBytes;
    }
  }

  /** Pages that follow each other are read at once; one that is under way is waited for. */
  function fetch(first: number, last: number): Promise<void> {
    const from = first * pageBytes;
    const until = Math.min((last + 1) * pageBytes, end);
    if (stored === null) return Promise.reject(new Error(NEVER_KEPT));
    const fetching = stored
      .read(from, until)
      .then((read) => {
        checkRead(read, from, until);
        keep(read);
      })
      .finally(() => {
        for (let page = first; page <= last; page += 1) underWay.delete(page);
      });
    for (let page = first; page <= last; page += 1) underWay.set(page, fetching);
    return fetching;
  }

  async function load(wanted: ReadonlySet<number>): Promise<void> {
    asked.add(wanted);
    try {
      await fetchAll(wanted);
      shrink();
    } finally {
      asked.delete(wanted);
    }
  }

  async function fetchAll(wanted: ReadonlySet<number>): Promise<void> {
    const waits: Promise<void>[] = [];
    let first: number | null = null;
    const pagesInOrder = [...wanted].sort((a, b) => a - b);
    for (const [index, page] of pagesInOrder.entries()) {
      const coming = underWay.get(page);
      if (coming !== undefined) waits.push(coming);
      else if (find(page) === undefined) first ??= page;
      const next = pagesInOrder[index + 1];
      const goesOn = next === page + 1 && find(next) === undefined && !underWay.has(next);
      if (first === null || goesOn) continue;
      waits.push(fetch(first, page));
      first = null;
    }
    await Promise.all(waits);
    // What was there at first may have had to make room meanwhile.
    if ([...wanted].some((page) => find(page) === undefined)) return fetchAll(wanted);
  }

  function append(bytes: Uint8Array): number {
    const address = end;
    let taken = 0;
    while (taken < bytes.length) {
      const page = Math.floor(end / pageBytes);
      const offset = end - page * pageBytes;
      const length = Math.min(bytes.length - taken, pageBytes - offset);
      pageFor(page, offset + length).set(bytes.subarray(taken, taken + length), offset);
      taken += length;
      end += length;
    }
    letGo();
    return address;
  }

  return {
    get end() {
      return end;
    },
    get held() {
      return held + cache.size * pageBytes;
    },
    append,
    read(address, length) {
      if (length === 0) return new Uint8Array(0);
      const first = Math.floor(address / pageBytes);
      const offset = address - first * pageBytes;
      const page = find(first);
      if (page === undefined) throw new Error("These bytes are not in memory.");
      if (offset + length <= pageBytes) return page.subarray(offset, offset + length);
      const joined = new Uint8Array(length);
      let position = 0;
      for (let next = first; position < length; next += 1) {
        const from = next === first ? offset : 0;
        const part = find(next)?.subarray(from, Math.min(pageBytes, from + length - position));
        if (part === undefined) throw new Error("These bytes are not in memory.");
        joined.set(part, position);
        position += part.length;
      }
      return joined;
    },
    load(...segments) {
      let wanted: Set<number> | null = null;
      let missing = false;
      for (const { address, length } of segments) {
        if (length === 0) continue;
        const last = Math.floor((address + length - 1) / pageBytes);
        for (let page = Math.floor(address / pageBytes); page <= last; page += 1) {
          if (pages[page] !== undefined) continue;
          wanted ??= new Set();
          wanted.add(page);
          missing ||= !cache.has(page);
        }
      }
      return wanted !== null && missing ? load(wanted) : null;
    },
    has({ address, length }) {
      if (length === 0) return true;
      const last = Math.floor((address + length - 1) / pageBytes);
      let page = Math.floor(address / pageBytes);
      while (page <= last && find(page) !== undefined) page += 1;
      return page > last;
    },
    placeOf(from, until) {
      if (stored === null || until > storedUntil) throw new Error(NEVER_KEPT);
      return stored.placeOf(from, until);
    },
    stored(until, disk) {
      storedUntil = until;
      stored = disk;
      letGo();
    },
    last() {
      const from = Math.floor(end / pageBytes) * pageBytes;
      return end === from ? new Uint8Array(0) : (pages.at(-1) as Uint8Array).slice(0, end - from);
    },
    restore(to, last, disk) {
      end = to - last.length;
      oldest = Math.floor(end / pageBytes);
      storedUntil = to;
      stored = disk;
      append(last);
    },
  };
}

function checkRead({ address, bytes }: ReadBack, from: number, until: number): void {
  if (address <= from && address + bytes.length >= until) return;
  throw new Error(say("thisSessionIsDamagedOnTheDisk"));
}
