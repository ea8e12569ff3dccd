import {
  CHANNEL_PLACE,
  KIND_PLACE,
  LIMITS_PLACE,
  ONCE_PLACE,
  type WorkerKind,
} from "../src/core/wire/worker-link.ts";
import { installWorkerHook } from "../src/page/install-worker-hook.ts";

installWorkerHook(self, {
  channel: CHANNEL_PLACE,
  kind: KIND_PLACE as WorkerKind,
  once: ONCE_PLACE,
  limits: LIMITS_PLACE,
});
