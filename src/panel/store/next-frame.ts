/** A panel that is not drawn gets no frames, and is kept up to date this often all the same. */
const UNSEEN_FRAME_MS = 100;

/** Runs a function before the next frame. */
export function beforeNextFrame(run: () => void): void {
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    run();
  });
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    run();
  }, UNSEEN_FRAME_MS);
}
