/**
 * How the hook (the page's world) and the relay (the extension's isolated world) of one frame reach each other: by
 * synchronous events on an element that belongs to no document and that only these two hold. It is handed over once,
 * before the page's first script. Synchronous, because a task that is posted while a frame is being removed never
 * runs; so what a page said last is not lost (measured in both browsers: `pagehide` of a removed iframe delivers). Types are
 * short, since every page loads them.
 */

/**
 * On `document`: the hook hands the element over, as the `submitter` of a SubmitEvent (elements cross worlds, objects do not),
 * and the relay asks for it, by an Event that has none. A page may have put listeners on the window of a frame of its own before
 * that has loaded, and the window then stays the same; the document is new, and an event of this type is the one that does not
 * go on from there to the window (WHATWG DOM, a document's "get the parent"; in Firefox not where it is a UIEvent).
 */
export const LINK_OFFER = "load";
/** On the element, hook to relay: a CustomEvent with a haul; cancelled where the relay cannot take it now. */
export const LINK_HAUL = "h";
/** The same with what went out of a full ring before its time: rows to count, and records. */
export const LINK_SPARE = "s";
/** On the element, hook to relay: there is something to hand over, in a while; cancelled where the relay has heard it. */
export const LINK_WAIT = "w";
/** On the element, relay to hook: hand over what there is; the relay takes hauls (again). */
export const LINK_READY = "r";
/**
 * On the element, relay to hook: whether the page is going, so that each event is handed over at once, or stays after all; the
 * detail of a CustomEvent.
 */
export const LINK_LEAVE = "l";
/**
 * On the element, relay to hook, first of all: how much is to be kept (`LimitNumbers` of `page-limits.ts`), one number after the other, each the detail of a
 * CustomEvent: in Firefox a page cannot read an array of the relay's.
 */
export const LINK_LIMIT = "k";
/** On the element, relay to hook: nobody listens at the other end; keep only what is recent. */
export const LINK_IDLE = "i";

/** On the element, hook to relay: a CustomEvent with a `Content-Type`; cancelled where it is one of a stream that is known. */
export const LINK_TYPE = "y";
/** On the element, hook to relay (Chromium): a CustomEvent with the text of a stack, that from the page's call on, and a limit. */
export const LINK_STACK = "t";
/** The answer, at once: the text without frames of the hook, "" where it has none. */
export const LINK_MENDED = "m";
