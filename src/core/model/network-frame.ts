/** The frame of connections of which nobody knows who opened them; no page may speak as it. */
export const NETWORK_FRAME = "network";

/** The frame of the connections of one script, which counts from 1. */
export function networkFrame(script: number): string {
  return `${NETWORK_FRAME} ${script}`;
}

/** Whether a frame stands for connections that only the browser's network side tells of (`src/engine/network-connections.ts`). */
export function isNetworkFrame(frame: string): boolean {
  return frame === NETWORK_FRAME || frame.startsWith(`${NETWORK_FRAME} `);
}

/** Whether it is a shared or service worker with certainty: of the others the browser names no origin. */
export function isWorkerOfNoTab(frame: string, origin: string | null): boolean {
  return isNetworkFrame(frame) && origin !== null && origin !== "";
}
