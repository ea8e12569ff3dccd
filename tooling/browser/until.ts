/** Generous on purpose: the machines that run this share their cores, and a slow answer is not a wrong one. */
export const PATIENCE_MS = 60_000;

const INTERVAL_MS = 25;

/**
 * Asks again and again until the probe's answer is truthy, and resolves with it. A probe that throws counts as
 * "not yet"; its last error, or its last answer, is told when the time is over.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  timeoutMs = PATIENCE_MS,
): Promise<Exclude<T, undefined | null | false | 0 | "">> {
  const end = Date.now() + timeoutMs;
  let last = "it was not asked";
  for (;;) {
    try {
      const answer = await probe();
      if (answer) return answer as Exclude<T, undefined | null | false | 0 | "">;
      last = `last answer: ${String(answer)}`;
    } catch (error) {
      last = `last error: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what} (${last}).`);
    await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
  }
}
