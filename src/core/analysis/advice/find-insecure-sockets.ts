import { formatShortUrl } from "../../format/format-url.ts";
import { isTrustworthy } from "../../model/is-trustworthy.ts";
import { say } from "../../text/say.ts";
import type { FindingRule } from "../findings/evidence.ts";

/** `ws://` to another machine. */
export const findInsecureSockets: FindingRule = ({ session }) =>
  session.connections.flatMap(({ id, kind, url, frame }) => {
    if (kind !== "websocket" || !/^ws:/i.test(url) || isTrustworthy(url.replace(/^ws/i, "http"))) return [];
    const isMixed = session.frames.get(frame)?.origin.startsWith("https:") ?? false;
    return [
      {
        rule: "socket-insecure",
        severity: "warning",
        title: say("theSocketIsNotEncrypted", { url: formatShortUrl(url) }),
        why: say("everybodyOnTheWayCan", {
          ismixed: isMixed ? say("thePageItselfCameOver") : say("fromAPageOverHttps"),
        }),
        connection: id,
        numbers: [[say("scheme"), "ws:"]],
        rows: [],
      },
    ];
  });
