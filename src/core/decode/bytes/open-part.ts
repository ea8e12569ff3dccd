import type { Part, RawMessage } from "../decoder.ts";
import { toRestPart } from "../rest-part.ts";
import type { StreamUnits } from "./stream-units.ts";

/** Adds to the parts of a message those for what does not end in it, and for what is not read of it. */
export function addOpenPart(
  parts: Part[],
  { open, openFrom, unreadFrom }: StreamUnits,
  { bytes }: RawMessage,
  name: string,
): Part[] {
  if (unreadFrom !== null) parts.push(toRestPart(Math.max(0, unreadFrom), bytes.length));
  else if (openFrom < bytes.length) {
    const goesOn = open !== null && open.messages.length > 1;
    const summary =
      open === null
        ? `${name}, too long to be read`
        : `${name}, ${goesOn ? "goes on" : "begins"}: ends in a later message`;
    parts.push({
      kind: name,
      summary,
      problem: open === null ? summary : null,
      piece: goesOn ? "continues" : "begins",
      earlier: goesOn ? open.messages.slice(0, -1) : [],
      from: openFrom,
      to: bytes.length,
    });
  }
  return parts;
}

/** Which piece of a unit a message has in which it ends. */
export function pieceOf(earlier: readonly number[]): "whole" | "ends" {
  return earlier.length === 0 ? "whole" : "ends";
}
