import { parseOwnDecoders } from "../core/decode/own/own-decoder.ts";
import { parseProtoFiles } from "../core/decode/proto/proto-files.ts";
import type { EngineCall } from "../core/wire/engine-api.ts";
import type { CallHandlers } from "./answer-calls.ts";
import type { PanelSource } from "./panel-server.ts";

type RecordingCall = Extract<EngineCall, "record" | "preserve" | "clear" | "read-network-log" | "settings">;

/** Answers what is the same for all panels: the recording and the settings. */
export function recordingCalls(source: PanelSource): CallHandlers<RecordingCall> {
  return {
    async record({ on }) {
      source.live?.setRecording(on);
      return null;
    },
    async preserve({ on }) {
      source.live?.setPreserve(on);
      return null;
    },
    async clear() {
      source.live?.clear();
      return null;
    },
    async "read-network-log"() {
      await source.readNetworkLog();
      return null;
    },
    async settings(change) {
      const { ownDecoders, schemas } = change;
      return source.change({
        ...change,
        ...(ownDecoders && { ownDecoders: parseOwnDecoders(ownDecoders) }),
        ...(schemas && { schemas: parseProtoFiles(schemas) }),
      });
    },
  };
}
