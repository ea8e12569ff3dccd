import { installHook } from "../src/page/install-hook.ts";

installHook(window);
