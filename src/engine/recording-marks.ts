/** Marks are Web Locks: the browser lifts them when a Worker ends, however it ends. */
const LOCK_PREFIX = "duplex-recording-";

/** Marks a session as being recorded, for as long as this worker lives; the browser lifts the mark even after a crash. */
export function markRecording(id: string): () => void {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(`${LOCK_PREFIX}${id}`, () => held).catch(() => {});
  return release;
}

/** The sessions that are being recorded, here or in another window. */
export async function recordingNow(): Promise<Set<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(
    held
      .map(({ name }) => name ?? "")
      .filter((it) => it.startsWith(LOCK_PREFIX))
      .map((it) => it.slice(LOCK_PREFIX.length)),
  );
}
