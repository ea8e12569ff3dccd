import type { EpochMs, Milliseconds } from "../../units.ts";
import type { MessageFacts, Scalar } from "./message-facts.ts";
import type { OpenRequest } from "./open-requests.ts";
import type { KeyRule } from "./pairing-rule.ts";

/** What of a request is remembered, to tell it from others of the same name: its outermost members that are short. */
const MOST_TOLD = 6;
const MOST_TOLD_LENGTH = 32;

/** A member that says which of them is meant is the same in request and reply, but for so many. */
const MOST_DIFFERENT = 0.05;
/** From so many pairs on, one that differs says that they do not belong together. */
const LEAST_SEEN = 3;
/** Members, and kinds of request with kinds of reply, that are counted. */
const MOST_PATHS = 16;
const MOST_KINDS = 256;

/** A request that has waited for so much longer than the slowest of the last answers took will not be answered. */
const LOST = 3;
const KEPT_SPANS = 32;

/** Says which of several requests of the same name a reply belongs to, and learns that from replies to which only one does. */
export interface RequestChooser {
  choose(requests: readonly OpenRequest[], reply: MessageFacts): OpenRequest;
  learn(request: OpenRequest, reply: MessageFacts): void;
}

/** What is remembered of a request beside what names it. */
export function toTold({ scalars }: MessageFacts, keyPath: string): readonly Scalar[] {
  return scalars
    .filter(({ path, value }) => path !== keyPath && value.length <= MOST_TOLD_LENGTH)
    .slice(0, MOST_TOLD);
}

/**
 * Creates it, for a name that stands at these paths. Some count for each kind of request, or within each channel: then there are several with one number under way, and
 * a member that is the same in both, or the kind of the reply, says which is meant. Where nothing does it is the one that has waited longest.
 */
export function createRequestChooser({
  requestPath,
  replyPath,
}: Pick<KeyRule, "requestPath" | "replyPath">): RequestChooser {
  const members = new Map<string, { seen: number; same: number }>();
  const kinds = new Set<string>();
  const answers = new Map<string, number>();
  const spans: Milliseconds[] = [];

  const [from, to] = [parentOf(requestPath), parentOf(replyPath)];

  /** What the reply says of a member: where the request has it, or beside the name as there. */
  function saidOf(path: string, { scalars }: MessageFacts): readonly Scalar[] {
    const beside = path.startsWith(from) ? to + path.slice(from.length) : path;
    return scalars.filter((it) => it.path === path || it.path === beside);
  }

  function scoreOf({ told, label }: OpenRequest, reply: MessageFacts): number {
    let score = 0;
    for (const { path, value } of told) {
      const { seen, same } = members.get(path) ?? { seen: 0, same: 0 };
      if (seen - same > MOST_DIFFERENT * seen) continue;
      const others = saidOf(path, reply);
      if (others.some((it) => it.value === value)) score += 2;
      else if (others.length > 0 && seen >= LEAST_SEEN) score -= 2;
    }
    if (kinds.has(kindOf(label, reply))) score += 1;
    else if ((answers.get(label) ?? 0) >= LEAST_SEEN) score -= 1;
    return score;
  }

  function isLost({ at }: OpenRequest, now: EpochMs): boolean {
    return spans.length > 0 && now - at > LOST * Math.max(...spans);
  }

  return {
    choose(requests, reply) {
      const all = requests.map((request) => ({ request, score: scoreOf(request, reply) }));
      // One that has its answer gets no other as long as one waits against which nothing speaks.
      const open = all.filter(({ request, score }) => !request.answered && score >= 0);
      const meant = open.length > 0 ? open : all;
      const best = Math.max(...meant.map(({ score }) => score));
      const likely = meant.filter(({ score }) => score === best).map(({ request }) => request);
      const waiting = likely.filter((it) => !it.answered);
      return waiting.find((it) => !isLost(it, reply.at)) ?? waiting.at(-1) ?? (likely.at(-1) as OpenRequest);
    },
    learn({ told, label, at, answered }, reply) {
      if (answered) return;
      spans.push(reply.at - at);
      if (spans.length > KEPT_SPANS) spans.shift();
      for (const { path, value } of told) {
        const others = saidOf(path, reply);
        if (others.length === 0) continue;
        const member = members.get(path) ?? { seen: 0, same: 0 };
        member.seen += 1;
        if (others.some((it) => it.value === value)) member.same += 1;
        if (members.size < MOST_PATHS || members.has(path)) members.set(path, member);
      }
      if (kinds.size >= MOST_KINDS || (answers.size >= MOST_KINDS && !answers.has(label))) return;
      kinds.add(kindOf(label, reply));
      answers.set(label, (answers.get(label) ?? 0) + 1);
    },
  };
}

/** The path of what holds a member, with the dot behind it. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf(".") + 1);
}

function kindOf(label: string, reply: MessageFacts): string {
  return `${label} ${reply.shape}`;
}
