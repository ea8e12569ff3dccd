import type { RawMessage } from "../decoder.ts";
import { type MeasureUnit, type OpenUnit, readStreamUnits, type StreamUnits } from "./stream-units.ts";

/** What each direction of a stream has left over from the messages before. */
export interface StreamState {
  readonly sent: OpenUnit | null;
  readonly received: OpenUnit | null;
}

/** Before the first message. */
export const NO_STREAM: StreamState = { sent: null, received: null };

/** The units of a message, where what its direction has left over comes first. */
export function unitsOf(message: RawMessage, state: StreamState, measure: MeasureUnit): StreamUnits | null {
  return readStreamUnits(message, message.received ? state.received : state.sent, measure);
}

/** The state after a message. */
export function followStream<State extends StreamState>(
  state: State,
  message: RawMessage,
  measure: MeasureUnit,
): State {
  const before = message.received ? state.received : state.sent;
  const open = readStreamUnits(message, before, measure)?.open ?? null;
  if (open === before) return state;
  return message.received ? { ...state, received: open } : { ...state, sent: open };
}
