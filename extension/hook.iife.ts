import { createFirefoxFrameHider } from "../src/page/hide-frames-firefox.ts";
import { createV8FrameHider } from "../src/page/hide-frames-v8.ts";
import { installHook } from "../src/page/install-hook.ts";

installHook(window, __TARGET__ === "firefox" ? createFirefoxFrameHider : createV8FrameHider);
