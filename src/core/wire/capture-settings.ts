import type { LimitsName } from "./page-limits.ts";
import { matchesSite, parseSite, type Site } from "./site.ts";

/** What a frame keeps while DevTools is closed, and how much of one message: see `page-limits.ts`. */
export type RingSize = "off" | "default" | "large";
export type PayloadSize = "small" | "default" | "large";

/** Where Duplex is, and what it does in pages. It holds for pages that are loaded afterwards. */
export interface CaptureSettings {
  /** Everywhere except on the sites of `off`, or only on those of `only`. */
  readonly sites: "except" | "only";
  readonly off: readonly Site[];
  readonly only: readonly Site[];
  /** Firefox: whose service workers get the hook. Their script changes with it, so that it is for the user to ask for. */
  readonly serviceWorkers: readonly Site[];
  readonly ring: RingSize;
  readonly payload: PayloadSize;
  /** Chrome's build with Deep capture: it is switched on. */
  readonly deep: boolean;
}

export const DEFAULT_CAPTURE: CaptureSettings = {
  sites: "except",
  off: [],
  only: [],
  serviceWorkers: [],
  ring: "default",
  payload: "default",
  deep: false,
};

/** The limits that differ from the usual ones. */
export function limitsOf({ ring, payload }: CaptureSettings): LimitsName[] {
  const names: LimitsName[] = [];
  if (ring !== "default") names.push(`ring-${ring}`);
  if (payload !== "default") names.push(`payload-${payload}`);
  return names;
}

/** Whether Duplex stays away from a frame with this address. */
export function isOff({ sites, off, only }: CaptureSettings, url: string): boolean {
  const matches = (site: Site) => matchesSite(site, url);
  return sites === "except" ? off.some(matches) : !only.some(matches);
}

/** Whether the service workers of a page with this address are watched. */
export function hasServiceWorkers({ serviceWorkers }: CaptureSettings, url: string): boolean {
  return serviceWorkers.some((site) => matchesSite(site, url));
}

/** Reads what is kept; what is not as it should be (written by another version) is the default. */
export function parseCapture(input: unknown): CaptureSettings {
  if (typeof input !== "object" || input === null) return DEFAULT_CAPTURE;
  const { sites, off, only, serviceWorkers, ring, payload, deep } = input as Record<string, unknown>;
  return {
    sites: sites === "only" ? "only" : "except",
    off: parseSites(off),
    only: parseSites(only),
    serviceWorkers: parseSites(serviceWorkers),
    ring: ring === "off" || ring === "large" ? ring : "default",
    payload: payload === "small" || payload === "large" ? payload : "default",
    deep: deep === true,
  };
}

function parseSites(input: unknown): Site[] {
  if (!Array.isArray(input)) return [];
  return input.flatMap((it: unknown) => {
    const parsed = typeof it === "string" ? parseSite(it, true) : null;
    return parsed !== null && "site" in parsed ? [parsed.site] : [];
  });
}
