import { createFrameRelay } from "../../src/channel/frame-relay.ts";
import type { WorkerRelayLink } from "../../src/channel/worker-links.ts";
import type { PageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS } from "../../src/core/wire/page-limits.ts";
import { createV8FrameHider } from "../../src/page/hide-frames-v8.ts";
import { installHook } from "../../src/page/install-hook.ts";
import { FakeWindow } from "./fake-window.ts";

/** A window with the hook in it, and the frame's relay. */
export function hookedWindow(
  send: (batch: PageBatch) => boolean,
  linked: (link: WorkerRelayLink) => void,
  {
    key = "frame-1",
    relayFirst = false,
    prepare = () => {},
  }: { key?: string; relayFirst?: boolean; prepare?: (window: FakeWindow) => void } = {},
): FakeWindow {
  const window = new FakeWindow();
  prepare(window);
  const relay = () =>
    createFrameRelay(
      window.asWindow,
      key,
      () => "/ours/hook.js",
      DEFAULT_LIMITS,
      send,
      {
        later: (callback, ms) => void setTimeout(callback, ms),
        soon: (callback) => void window.tasks.push(callback),
        tellsLeaving: false,
      },
      linked,
    );
  if (relayFirst) relay();
  installHook(window.asWindow, createV8FrameHider);
  if (!relayFirst) relay();
  return window;
}
