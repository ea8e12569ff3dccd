import type { Connection } from "../model/connection.ts";
import { say } from "../text/say.ts";
import { formatTime } from "./format-time.ts";
import { formatShortUrl } from "./format-url.ts";

/** Which connection of an address is meant, by what lists of connections show of it: `/live opened 12:04:03.117`. */
export function formatOpening({
  url,
  openedAt,
  createdAt,
}: Pick<Connection, "url" | "openedAt" | "createdAt">): string {
  return say("connectionAt", { name: formatShortUrl(url), time: formatTime(openedAt ?? createdAt) });
}
