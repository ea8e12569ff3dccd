import { createFirefoxFrameHider } from "../src/page/hide-frames-firefox.ts";
import { createV8FrameHider } from "../src/page/hide-frames-v8.ts";
import { installHook } from "../src/page/install-hook.ts";
import { observeWebsocketStream } from "../src/page/observe-websocket-stream.ts";

if (__TARGET__ === "firefox") installHook(window, createFirefoxFrameHider);
else installHook(window, createV8FrameHider, observeWebsocketStream);
