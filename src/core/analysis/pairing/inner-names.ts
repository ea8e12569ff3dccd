import type { ScalarBag } from "./scalar-bag.ts";

/** A text in so many parts at most may name a request in one of them: `req:17:ok`, `rpc/req/17`, `00-4bf9…-01`. */
const MOST_PARTS = 6;
const LONGEST = 128;
const SEPARATORS = /[:/#|!~?&=]/;
/** Behind dashes, dots and underscores stand IDs that were drawn by chance; numbers there are dates, versions, counts. */
const FINE_SEPARATORS = /[-._]/;
const NUMBER = /^\d{1,15}$/;
/** Between slashes, colons and the like they may be shorter. */
const SHORT_DRAWN = /^(?=[^\s]*\d)(?=[^\s]*[a-z])[0-9a-z]{4,64}$/i;
const DRAWN = /^(?=[^\s]*\d)(?=[^\s]*[a-z])[0-9a-z]{12,64}$/i;
/** What has parts and is one thing: a UUID, a time, an address. */
const WHOLE =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,4}[-/:.]\d{1,2}[-/:.]\d{1,4}.*|\d{1,3}(?:\.\d{1,3}){3}.*|[a-z][a-z+.-]*:\/\/.*)$/i;

/** A request's number behind a word for what asks or for what answers: `req-17`, and then `res-17`. */
const SAID_AS =
  /^(?:req(?:uest)?|query|call|cmd|command|ask|res|rsp|resp(?:onse)?|reply|ans(?:wer)?|result|ret(?:urn)?|ack)[-_.]?(\d{1,15})$/i;

/** What stands behind a question mark in a topic or an address, by its name: `rpc/read/?$rid=17`. */
const ASKED_FOR = /^[^?\s]*\/[^?\s]*\?([^?\s]+)$/;
const NAMED = /^\$?([A-Za-z][\w.-]{0,31})=([0-9a-z-]{1,64})$/i;

/** Puts what may name a request within a text into the bag, at the text's path and the number of the part: `topic:3`. */
export function readInnerNames(text: string, path: string, bag: ScalarBag): void {
  if (text.length > LONGEST || !/\d/.test(text) || WHOLE.test(text)) return;
  const said = SAID_AS.exec(text);
  if (said !== null) {
    bag.number(`${path}:2`, said[1] as string);
    return;
  }
  const query = ASKED_FOR.exec(text)?.[1];
  if (query !== undefined) {
    for (const it of query.split("&", MOST_PARTS)) {
      const [, name = "", value = ""] = NAMED.exec(it) ?? [];
      if (NUMBER.test(value)) bag.number(`${path}?.${name}`, value);
      else if (SHORT_DRAWN.test(value)) bag.text(`${path}?.${name}`, value);
    }
  }
  const parts = text.split(SEPARATORS, MOST_PARTS + 1);
  if (parts.length > 1 && parts.length <= MOST_PARTS && /[a-z]/i.test(text)) {
    for (const [index, part] of parts.entries()) {
      if (NUMBER.test(part)) bag.number(`${path}:${index + 1}`, part);
      else if (SHORT_DRAWN.test(part)) bag.text(`${path}:${index + 1}`, part);
    }
    return;
  }
  const fine = text.split(FINE_SEPARATORS, MOST_PARTS + 1);
  if (fine.length < 2 || fine.length > MOST_PARTS) return;
  for (const [index, part] of fine.entries()) {
    if (DRAWN.test(part)) bag.text(`${path}:${index + 1}`, part);
  }
}

/** Words have digits at their end, two at most (`base64`, `x1`); what has more, or letters behind them, was given to one thing. */
const GIVEN = /^(?=.{4,64}$)[!-~]*(?:\d[^\d]*\d[^\d]*\d|\d[a-z])[!-~]*$/i;

/** Whether a member's name is an ID, by which others ask and answer (`{"17": …}`). */
export function isNameOfRequest(name: string): boolean {
  return (
    NUMBER.test(name) || DRAWN.test(name) || GIVEN.test(name) || (WHOLE.test(name) && name.length === 36)
  );
}
