/**
 * A claim about the traffic, with what proves it. Where there is too little to go by there is no finding, rather
 * than a careful one. Rules are one file each; their thresholds are named constants with their reason.
 */
export interface Finding {
  /** The rule that found it, as in files and filters: `heartbeat-unanswered`. */
  readonly rule: string;
  readonly severity: "info" | "warning" | "error";
  /** One sentence with the numbers that matter, no full stop. */
  readonly title: string;
  /** Why it matters, and what usually helps; whole sentences. */
  readonly why: string;
  /** The `id` of a connection; null where it is about several, or about the page. */
  readonly connection: number | null;
  /** What it rests on: a name, and a value with its unit. */
  readonly numbers: readonly (readonly [name: string, value: string])[];
  /** The rows of the log that prove it, in order; only the first few of very many. */
  readonly rows: readonly number[];
}
