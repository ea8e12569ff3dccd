import { formatBytes } from "../../format/format-bytes.ts";
import { say } from "../../text/say.ts";
import type { FindingRule } from "../findings/evidence.ts";
import { percent } from "./loop-words.ts";
import { packedBytes } from "./packed-bytes.ts";
import { sampleTexts } from "./sample-texts.ts";

/** A server saves little on less, and each packed connection costs it memory. */
const LEAST_BYTES = 50_000;
const LEAST_MESSAGES = 10;
/** Text that only gets this much smaller is hardly worth the work. */
const LEAST_GAIN = 0.5;

/** Text that would be much smaller on a WebSocket with permessage-deflate; measured by packing what was really said. */
export const findMissingCompression: FindingRule = (evidence) =>
  evidence.connections.flatMap((it) => {
    // What was negotiated has to be known.
    if (it.kind !== "websocket" || it.extensions === null || /permessage-deflate/i.test(it.extensions))
      return [];
    if (it.receivedBytes < LEAST_BYTES || it.received < LEAST_MESSAGES) return [];
    const samples = sampleTexts(evidence, it).filter(({ received }) => received);
    const before = samples.reduce((total, { bytes }) => total + bytes.length, 0);
    if (samples.length < LEAST_MESSAGES || before < LEAST_BYTES / 5) return [];
    const after = packedBytes(samples.map(({ bytes }) => bytes));
    const gain = 1 - after / before;
    if (gain < LEAST_GAIN) return [];
    return [
      {
        rule: "no-compression",
        severity: "info",
        title: say("receivedTextIsNotCompressed", { gain: percent(gain) }),
        why: say("theBrowserOffersTheExtension"),
        connection: it.id,
        numbers: [
          [say("packedForThisMeasurement"), say("messagesOf", { samples: samples.length })],
          [say("theirBytes"), formatBytes(before)],
          [say("packed"), formatBytes(after)],
          [say("receivedInAll"), formatBytes(it.receivedBytes)],
        ],
        rows: samples.slice(0, 20).map(({ row }) => row),
      },
    ];
  });
