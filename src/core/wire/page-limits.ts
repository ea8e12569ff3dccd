import type { Bytes } from "../units.ts";

/** How much a page's hook keeps, and of what. */
export interface PageLimits {
  /** While DevTools is closed a frame keeps its last so many events, */
  ringCount: number;
  /** or so many bytes of them; one event may be larger. */
  ringBytes: Bytes;
  /** More of one message is not taken. */
  payloadBytes: Bytes;
}

/** The same as it goes to the hook, which need not know names then. */
export type LimitNumbers = readonly [ringCount: number, ringBytes: Bytes, payloadBytes: Bytes];

export function toNumbers({ ringCount, ringBytes, payloadBytes }: Readonly<PageLimits>): LimitNumbers {
  return [ringCount, ringBytes, payloadBytes];
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Readonly<PageLimits> = {
  ringCount: 1000,
  ringBytes: MIB,
  payloadBytes: 64 * MIB,
};

/**
 * What the settings can change, by the name of a file in `limits/`. Such a file is registered before the relay and leaves its
 * name in the relay's world, where no page sees it; the relay tells the hook as soon as it has the link. So the hook knows
 * before the page's first script, and no page pays for it.
 */
export const LIMITS = {
  "ring-off": { ringCount: 0, ringBytes: 0 },
  "ring-large": { ringCount: 10_000, ringBytes: 16 * MIB },
  "payload-small": { payloadBytes: MIB },
  "payload-large": { payloadBytes: 512 * MIB },
} as const satisfies Record<string, Partial<PageLimits>>;

export type LimitsName = keyof typeof LIMITS;

/** The limits that these names make of the usual ones; a name that is none changes nothing. */
export function limitsBy(names: readonly string[]): PageLimits {
  const limits: PageLimits = { ...DEFAULT_LIMITS };
  for (const name of names) Object.assign(limits, LIMITS[name as LimitsName]);
  return limits;
}
