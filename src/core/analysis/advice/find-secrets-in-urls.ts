import { isTrustworthy } from "../../model/is-trustworthy.ts";
import { say } from "../../text/say.ts";
import type { FindingRule } from "../findings/evidence.ts";

const NAMES =
  /^(access_?token|auth(_?token|orization)?|token|id_?token|jwt|api_?key|apikey|key|secret|client_?secret|password|passwd|pwd|bearer|session_?token|signature|ticket)$/i;
/** Three parts in base64url, the first of which is `{"` (RFC 7519). */
const JWT = /^eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*$/;
/** A shorter value keeps nobody out. */
const LEAST_LENGTH = 12;

/** A secret in the URL of a socket or an event stream, which cannot send it in a header of the page's. */
export const findSecretsInUrls: FindingRule = ({ session }) =>
  session.connections.flatMap(({ id, kind, url }) => {
    if ((kind !== "websocket" && kind !== "eventsource") || !URL.canParse(url)) return [];
    // What stays on the machine gets into nobody's log.
    if (/^(ws|http):/i.test(url) && isTrustworthy(url.replace(/^ws/i, "http"))) return [];
    const found = [...new URL(url).searchParams].filter(
      ([name, value]) => JWT.test(value) || (NAMES.test(name) && value.length >= LEAST_LENGTH),
    );
    if (found.length === 0) return [];
    const names = found.map(([name]) => name).join(", ");
    return [
      {
        rule: "secret-in-url",
        severity: "warning",
        title: say("theUrlCarriesWhatLooks", { names }),
        why: say("urlsAreWrittenToLogs"),
        connection: id,
        numbers: found.map(([name, value]) => [name, say("characters", { value: value.length })]),
        rows: [],
      },
    ];
  });
