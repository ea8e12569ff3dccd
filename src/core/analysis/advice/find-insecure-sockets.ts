import { formatShortUrl } from "../../format/format-url.ts";
import { isTrustworthy } from "../../model/is-trustworthy.ts";
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
        title: `The socket ${formatShortUrl(url)} is not encrypted: use wss://`,
        why: `Everybody on the way can read and change what is sent, and proxies that do not know WebSocket break it more often than one inside TLS. ${
          isMixed
            ? "The page itself came over HTTPS: this is mixed content, which browsers refuse."
            : "From a page over HTTPS browsers would refuse it as mixed content."
        }`,
        connection: id,
        numbers: [["scheme", "ws:"]],
        rows: [],
      },
    ];
  });
