import { joinWords } from "../bytes/join-words.ts";
import type { Correlation, Decoder, Part, Vote } from "../decoder.ts";
import { jsonText } from "../json/json-text.ts";
import { childOf, hasChildren, type JsonValue, memberName, memberOf, stringOf } from "../json/json-value.ts";
import { messageObjects } from "../json/message-objects.ts";
import { MOST_PARTS, toRestPart } from "../rest-part.ts";

/**
 * GUN's wire protocol (https://github.com/amark/gun/wiki/GUN%E2%80%99s-Data-Format-(JSON), `src/mesh.js`): messages by their ID `#`, several of them
 * in one array; `@` is the ID of what is answered, `get` asks for a node, `put` brings nodes, `dam` serves the mesh.
 */
export const gun: Decoder = {
  id: "gun",
  name: "GUN",
  vote(message): Vote {
    const values = messageObjects(message);
    if (values === null) return "against";
    const votes = values.map(voteFor);
    if (votes.includes("against")) return "against";
    return votes.includes("proof") ? "proof" : votes.includes("fits") ? "fits" : "silent";
  },
  decode(message) {
    const values = messageObjects(message);
    if (values === null || values.some((it) => voteFor(it) === "against")) return null;
    const parts = values.map(toPart);
    if (values.length === MOST_PARTS) parts.push(toRestPart(values.at(-1)?.to ?? 0, message.bytes.length));
    return parts;
  },
};

function voteFor(value: JsonValue): Vote {
  if (memberOf(value, "#")?.kind !== "string") return value.whole ? "against" : "silent";
  const asked = memberOf(value, "get");
  if (asked !== null) return memberOf(asked, "#") === null ? "against" : "proof";
  const put = memberOf(value, "put");
  if (put !== null) return isGraph(put) ? "proof" : "silent";
  return memberOf(value, "@")?.kind === "string" || memberOf(value, "dam")?.kind === "string"
    ? "fits"
    : "against";
}

/** Nodes by their names, each with what is known of it in `_`. */
function isGraph(put: JsonValue): boolean {
  return hasChildren(put) && memberOf(memberOf(childOf(put, 0), "_"), "#") !== null;
}

function toPart(value: JsonValue): Part {
  const { from, to } = value;
  const asked = memberOf(value, "get");
  const put = memberOf(value, "put");
  const answered = stringOf(memberOf(value, "@"));
  const dam = stringOf(memberOf(value, "dam"));
  const error = memberOf(value, "err");
  const key = memberOf(asked, ".");
  const soul =
    stringOf(memberOf(asked, "#")) ?? (put !== null && hasChildren(put) ? memberName(put, 0) : null);
  const kind = dam !== null ? "dam" : asked !== null ? "get" : put !== null ? "put" : "ack";
  const isFailed = error !== null && error.kind !== "null";
  const said = isFailed ? error : (put ?? (kind === "get" ? key : memberOf(value, "ok")));
  return {
    from,
    to,
    kind,
    event: dam,
    channel: soul,
    control: kind === "dam",
    failed: isFailed,
    summary: joinWords(kind, dam, asked === null ? null : soul, said === null ? "" : jsonText(said)),
    correlation: correlationOf(value, kind, answered),
  };
}

/** A `put` is acknowledged where it asks for that. */
function correlationOf(value: JsonValue, kind: string, answered: string | null): Correlation | null {
  if (answered !== null) return { key: answered, role: "reply" };
  const id = stringOf(memberOf(value, "#"));
  const wantsAnswer = kind === "get" || (kind === "put" && memberOf(value, "ok") !== null);
  return id !== null && wantsAnswer ? { key: id, role: "request" } : null;
}
