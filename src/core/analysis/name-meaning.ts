import type { DecodedPart } from "../decode/decoded-part.ts";
import type { ConnectionKind } from "../model/connection.ts";
import { streamFormatOf } from "../wire/stream-format.ts";
import { cutName, type MessageMeaning, toldPart } from "./summarise-parts.ts";

/** The name of the type of a message by what it means: protocol, its word for the message, the application's. "": nothing is known. */
export function nameMeaning({
  protocol,
  kind,
  event,
}: Pick<MessageMeaning, "protocol" | "kind" | "event">): string {
  return [protocol, kind, event].filter(Boolean).join(" ");
}

/** The name by its parts, as `SessionDecoder.meaningOf` and `nameMeaning` give it; `eventType` is that of its Server-Sent Event. */
export function nameMeaningOfParts(
  parts: readonly Pick<DecodedPart, "protocols" | "kind" | "event" | "control">[],
  eventType: string,
  isOfEventStream: boolean,
): string {
  if (parts.length === 0) return "";
  const told = toldPart(parts);
  const known = {
    protocol: told?.protocols.at(-1) ?? null,
    kind: told && cutName(told.kind),
    event: told && told.event !== null ? cutName(told.event) : null,
  };
  return nameMeaning(isOfEventStream ? { ...known, event: known.event ?? toEventName(eventType) } : known);
}

/** What an event of an event stream is called that says nothing else of itself: without a type, as the standard has it. */
export function toEventName(eventType: string): string {
  return cutName(eventType) || "message";
}

/** Whether what a connection brings are Server-Sent Events; what is sent for it is none. */
export function isEventStream(kind: ConnectionKind | undefined, contentType: string): boolean {
  return kind === "eventsource" || streamFormatOf(contentType) === "sse";
}
