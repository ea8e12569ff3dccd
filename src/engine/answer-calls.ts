import type { EngineCall, EngineCalls, EngineReply, EngineRequest } from "../core/wire/engine-api.ts";
import type { MessageDetail } from "../core/wire/message-detail.ts";
import { WorkStopped } from "../core/wire/work-stopped.ts";

/** A payload above this goes to the panel in pieces of as many bytes, each copied there in about a millisecond. */
const PIECE_BYTES = 2 * 1024 * 1024;

/** What answers a panel's calls, by their names. */
export type CallHandlers<C extends EngineCall = EngineCall> = {
  [K in C]: (params: EngineCalls[K]["params"]) => Promise<EngineCalls[K]["result"]>;
};

type Reply = (message: EngineReply, transfer?: Transferable[]) => void;

/** Answers each call that comes by a port: with what its handler gives, or with a sentence where that fails. Returns what else can be said there. */
export function answerCalls(port: MessagePort, handlers: CallHandlers): Reply {
  const reply: Reply = (message, transfer = []) => port.postMessage(message, transfer);

  async function answer({ id, call, params }: EngineRequest): Promise<void> {
    try {
      const result = await (handlers[call] as (params: unknown) => Promise<unknown>)(params);
      reply({ id, result: call === "message" ? inPieces(id, result as MessageDetail, reply) : result });
    } catch (error) {
      if (error instanceof WorkStopped) reply({ id, stopped: true });
      else reply({ id, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  port.onmessage = ({ data }: MessageEvent<EngineRequest>) => void answer(data);
  return reply;
}

/** The detail as it is answered: of a large payload, which is sent before it, without that. */
function inPieces(id: number, detail: MessageDetail, reply: Reply): MessageDetail {
  const { payload } = detail;
  const size = payload.length;
  if (size <= PIECE_BYTES) return detail;
  for (let from = 0; from < size; from += PIECE_BYTES) {
    const piece = payload.slice(from, from + PIECE_BYTES);
    reply({ id, piece, from, size }, [piece.buffer]);
  }
  return { ...detail, payload: new Uint8Array(0) };
}
