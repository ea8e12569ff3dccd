import { isObject } from "../../export/checks.ts";
import type { EmptyRule } from "./empty-rule.ts";

/** What the reader counts polling with, and has taught of empty answers. */
export interface PollingSettings {
  readonly users: number;
  /** Hours a day. */
  readonly hours: number;
  /** By `endpointOf`, the newest last. */
  readonly taught: readonly (readonly [endpoint: string, rule: EmptyRule])[];
}

export const DEFAULT_POLLING: PollingSettings = { users: 10_000, hours: 8, taught: [] };

/** More endpoints than anybody teaches; the oldest go first. */
const MOST_TAUGHT = 500;
const MOST_USERS = 1e10;
const LONGEST = 4000;

/** Reads what is kept; what is not as it should be (written by another version) is as it is at first. */
export function parsePollingSettings(input: unknown): PollingSettings {
  if (!isObject(input)) return DEFAULT_POLLING;
  const { users, hours, taught } = input;
  return {
    users: parseUsers(users) ?? DEFAULT_POLLING.users,
    hours: parseHours(hours) ?? DEFAULT_POLLING.hours,
    taught: (Array.isArray(taught) ? taught : []).flatMap(parseTaught).slice(-MOST_TAUGHT),
  };
}

/** A whole number of browsers; null where it is none. */
export function parseUsers(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 1) return null;
  return Math.min(MOST_USERS, Math.round(value));
}

/** Hours a day; null where it is none. */
export function parseHours(value: unknown): number | null {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) return null;
  return Math.min(24, value);
}

/** With a rule for an endpoint, or (null) without one. */
export function teachEndpoint(
  settings: PollingSettings,
  endpoint: string,
  rule: EmptyRule | null,
): PollingSettings {
  const others = settings.taught.filter(([known]) => known !== endpoint);
  const taught = rule === null ? others : [...others, [endpoint, rule] as const].slice(-MOST_TAUGHT);
  return { ...settings, taught };
}

function parseTaught(input: unknown): [string, EmptyRule][] {
  if (!Array.isArray(input)) return [];
  const [endpoint, rule] = input;
  if (typeof endpoint !== "string" || endpoint.length > LONGEST || !isObject(rule)) return [];
  const { status, atMostBytes, field } = rule;
  const isField =
    isObject(field) && isShort(field.path) && isShort(field.is) ? { path: field.path, is: field.is } : null;
  const read: EmptyRule = {
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof atMostBytes === "number" ? { atMostBytes } : {}),
    ...(isField === null ? {} : { field: isField }),
  };
  return Object.keys(read).length === 0 ? [] : [[endpoint, read]];
}

function isShort(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST;
}
