import type { EpochMs } from "../../units.ts";
import { countUp, goOnInTime, goWithClock, looksRandom, rise } from "./looks-like.ts";

/**
 * What a slot is among requests of one shape:
 * - `same`: always the same value
 * - `part`: one of the things that make it another question
 * - `free`: a cache-buster, a clock, a count of requests: it asks nothing
 * - `cursor`: where the last answer ended (`since=`), which a loop moves on with what is new
 * - `turning`: it changes, and may be the next of many things as well as chance
 */
export type SlotKind = "same" | "part" | "free" | "cursor" | "turning";

/** What only keeps caches away, or names this one request. */
const BUSTER =
  /^(_|__|_t|_ts|_dc|cb|cachebuster|cache_?bust(er)?|nocache|no_cache|rnd|rand|random|bust|ck|zx|r|t|ts|timestamp|nonce|seq|__seq|req(uest)?_?(id|seq|num)?|rid|trace_?id|correlation_?id|x-request-id|callback|jsonp|jsoncallback)$/i;

/** The function that a script is to call with what it brings (JSONP): `_jp.a1b2c3`, `jQuery3510_1700000000000`. */
const CALLBACK = /(^|[._$])(jp|jsonp?|cbk?|callbacks?|jquery)[\w$.]*$/i;

/** Where the last answer ended. */
const CURSOR =
  /^(since|since_?id|since_?time|after|after_?id|last|last_?(seen|id|event|event_?id|update|updated|modified|msg|message|message_?id|time|timestamp|sync|seq)|cursor|from_?id|next_?batch|sync_?token|index|wait_?index|version|rev|revision|resource_?version|seq_?no|position|pos|pts|continuation|token|page_?token|if_modified_since|newer_?than|min_?id|start_?id|updated_?since|modified_?since|from)$/i;

/** The next part of a whole; never what a loop asks. */
const PAGE =
  /^(page|p|pg|page_?(no|num|number|index)|offset|skip|start|start_?index|part|part_?number|chunk|range|before|max_?id|until|row|first_?row)$/i;

/** How far something has come, which is asked on from: it stands still while there is nothing more. */
const OFFSET = /^(offset|skip|start|start_?index|row|first_?row)$/i;

/**
 * Says what a slot is by its name and by its values, which are in order of time. `isGiven` says whether these values were (nearly) all
 * in the answer before: then the server said what to ask next.
 */
export function classifySlot(
  name: string,
  values: readonly string[],
  times: readonly EpochMs[],
  isJsonRpc: boolean,
  isGiven: () => boolean = () => false,
): SlotKind {
  const distinct = new Set(values).size;
  if (distinct === 1) return "same";
  const last = name.slice(name.lastIndexOf(".") + 1);
  const isPath = name.startsWith("path.");
  const isAlmostNew = distinct >= 0.9 * values.length;
  if (!isPath && PAGE.test(last)) {
    return OFFSET.test(last) && !isAlmostNew && rise(values) ? "cursor" : "part";
  }
  if (goWithClock(values, times)) return "free";
  if (!isPath) {
    if (
      name === "query." ||
      (BUSTER.test(last) && (isAlmostNew || countUp(values)) && values.every(isBusterValue))
    )
      return "free";
    if (isAlmostNew && values.every((it) => it.length <= 200 && CALLBACK.test(it))) return "free";
    // Bayeux has messages in a list, JSON-RPC calls: each with a number of its own.
    if (isJsonRpc && last === "id" && isAlmostNew) return "free";
    if (CURSOR.test(last) && values.every(isCursorValue)) return "cursor";
  }
  if (!isPath && goOnInTime(values, times)) return "cursor";
  if (distinct < 3) return "part";
  if (rise(values)) return "turning";
  if (isAlmostNew && values.every(looksRandom)) return "turning";
  if (!isPath && (standStill(values, times) || (isAlmostNew && isGiven()))) return "cursor";
  return "part";
}

/** A value that is asked with more often than this on average is a thing of its own. */
const MOST_ASKED = 4;
/** So many different ones say that there is a way which is gone. */
const LEAST_PLACES = 5;
const LEAST_KEPT = 2;
const ONE_MOMENT_MS = 250;

/**
 * Whether values stay for some requests and then are others that were not there before, each for about as long: a place which is
 * gone on from as far as there is more, whatever it is written in. None is a word.
 */
function standStill(values: readonly string[], times: readonly EpochMs[]): boolean {
  const places = new Set(values).size;
  if (places < LEAST_PLACES || values.length > MOST_ASKED * places) return false;
  const turns = values.filter((it, index) => index === 0 || it !== values[index - 1]).length;
  if (turns !== places || !values.every(isCursorValue)) return false;
  // What is asked twice in one moment stands for no time.
  const isKept = (it: string, index: number) =>
    it === values[index - 1] && (times[index] as number) - (times[index - 1] as number) > ONE_MOMENT_MS;
  return values.filter(isKept).length >= LEAST_KEPT;
}

/** A word that somebody types is none. */
function isBusterValue(value: string): boolean {
  return value.length <= 200 && /^[\w.~=+/-]*$/.test(value) && (/\d/.test(value) || value.length >= 6);
}

/** A word that a person could have written is none. */
function isCursorValue(value: string): boolean {
  return value === "" || value === "null" || /\d/.test(value) || value.length >= 12;
}
