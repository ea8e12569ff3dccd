import { formatBytes } from "../../format/format-bytes.ts";
import { say } from "../../text/say.ts";
import { FLAG_RECEIVED } from "../../wire/batch.ts";
import { frameHeaderBytes } from "../cost/frame-bytes.ts";
import { type FindingRule, MOST_ROWS } from "../findings/evidence.ts";
import { percent } from "./loop-words.ts";

/** What comes within this was there at the same time, and could have been one message. */
const TOGETHER_MS = 5;
const TINY_BYTES = 60;
const LEAST_RUN = 4;
const LEAST_MESSAGES = 100;
/** A page that does so now and then does nothing wrong. */
const LEAST_SHARE = 0.5;

/** Tiny messages in quick succession that could be one. */
export const findChattyFrames: FindingRule = (evidence) =>
  evidence.session.connections.flatMap((it) => {
    const { log } = evidence.session;
    if (it.kind !== "websocket" || it.sent + it.received < LEAST_MESSAGES) return [];
    const rows = evidence.messagesOf(it);
    const found: number[] = [];
    let run: number[] = [];
    const end = () => {
      if (run.length >= LEAST_RUN) for (const row of run) found.push(row);
      run = [];
    };
    for (const row of rows) {
      const last = run.at(-1);
      const isSame =
        last !== undefined &&
        log.at.get(row) - log.at.get(last) <= TOGETHER_MS &&
        ((log.flags.get(row) ^ log.flags.get(last)) & FLAG_RECEIVED) === 0;
      if (!isSame || log.size.get(row) > TINY_BYTES) end();
      if (log.size.get(row) <= TINY_BYTES) run.push(row);
    }
    end();
    if (found.length < LEAST_SHARE * rows.length) return [];
    const payload = found.reduce((total, row) => total + log.size.get(row), 0);
    const headers = found.reduce(
      (total, row) => total + frameHeaderBytes(log.size.get(row), (log.flags.get(row) & FLAG_RECEIVED) === 0),
      0,
    );
    return [
      {
        rule: "chatty-frames",
        severity: "info",
        title: say("ofTheMessagesAreTiny", {
          found: percent(found.length / rows.length),
          least_run: LEAST_RUN,
        }),
        why: say("eachMessageIsASystem"),
        connection: it.id,
        numbers: [
          [say("messagesWord"), String(found.length)],
          [say("payloadWord"), formatBytes(payload)],
          [say("frameHeaders"), formatBytes(headers)],
        ],
        rows: found.slice(0, MOST_ROWS),
      },
    ];
  });
