import { sayCount } from "../text/say.ts";

/** What is counted in the panel and in reports. */
export type Thing =
  | "connection"
  | "endpoint"
  | "error"
  | "file"
  | "loop"
  | "mark"
  | "message"
  | "pair"
  | "piece"
  | "point"
  | "request"
  | "row"
  | "type";

/** A count with its noun: `1 message`, `88,310 messages`. */
export function formatQuantity(count: number, thing: Thing): string {
  return sayCount(`${thing}Count`, count);
}
