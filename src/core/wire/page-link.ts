/**
 * How the hook (the page's world) and the relay (the extension's isolated world) of one frame reach each other: by
 * synchronous events on an element that belongs to no document and that only these two hold. It is handed over once,
 * before the page's first script. Synchronous, because a task that is posted while a frame is being removed never
 * runs; so what a page said last is not lost (measured in both browsers: `pagehide` of a removed iframe delivers).
 */

/** The relay asks for the element, on `window`. */
export const LINK_ASK = "duplex-link-ask";
/** The hook hands it over, as the `relatedTarget` of a FocusEvent on `window`: elements cross worlds, objects do not. */
export const LINK_HELLO = "duplex-link-hello";
/** On the element, hook to relay: a CustomEvent with a haul; cancelled where the relay cannot take it now. */
export const LINK_HAUL = "haul";
/** The same with a record that went out of a full ring before its time. */
export const LINK_SPARE = "spare";
/** On the element, relay to hook: the relay takes hauls (again). */
export const LINK_READY = "ready";
/* On the element, relay to hook, first of all: what is to be kept, by the names in `page-limits.ts`. */
/** On the element, relay to hook: nobody listens at the other end; keep only what is recent. */
export const LINK_IDLE = "idle";
