import type { ExplainedHeader } from "../analysis/advice/explain-headers.ts";
import type { TrafficVerdict } from "../analysis/advice/traffic-kind.ts";
import type { TransportCost } from "../analysis/cost/compare-transports.ts";
import type { SocketCost } from "../analysis/cost/socket-tally.ts";
import type { Finding } from "../analysis/finding.ts";
import type { Loop } from "../analysis/polling/loop.ts";
import type { LoopFacts } from "../analysis/polling/measure-loop.ts";
import type { ConnectionKind } from "../model/connection.ts";

/** What polls, with what it costs. */
export interface PollingAnswer {
  /** Finished requests, and how many of them were looked at so far; while `reading` more are. */
  readonly requests: number;
  readonly looked: number;
  readonly reading: boolean;
  /** Loops that ended so long ago that they are no longer among these. */
  readonly forgotten: number;
  readonly loops: readonly LoopView[];
  /** WebSockets and streams with messages, those with the most first. */
  readonly sockets: readonly SocketView[];
  /** So many others have fewer messages, and are left out. */
  readonly moreSockets: number;
}

/** What a connection took on the wire, and what it is for. */
export interface SocketView extends SocketCost {
  readonly connection: number;
  readonly url: string;
  readonly kind: ConnectionKind;
  /** permessage-deflate was negotiated: payloads were fewer bytes on the wire. */
  readonly compressed: boolean;
  readonly traffic: TrafficVerdict | null;
}

/** A polling loop without its requests. */
export interface LoopView
  extends Pick<
    Loop,
    "key" | "method" | "url" | "kind" | "name" | "apart" | "rhythm" | "ignored" | "askers" | "initiator"
  > {
  readonly connection: number | null;
  /** The row of its last request. */
  readonly lastRow: number;
  readonly facts: LoopFacts;
  readonly costs: readonly TransportCost[];
  readonly advice: readonly Finding[];
  /** Headers of its last answer that matter to polling and streams. */
  readonly headers: readonly ExplainedHeader[];
}
