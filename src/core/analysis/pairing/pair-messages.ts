import type { ConnectionKind } from "../../model/connection.ts";
import type { EpochMs, Milliseconds } from "../../units.ts";
import { payloadKey } from "../payload-key.ts";
import { createRequestChooser, toTold } from "./choose-request.ts";
import { createSubscriptionMatcher } from "./match-subscriptions.ts";
import type { MessageFacts, Scalar } from "./message-facts.ts";
import { createOpenRequests, type OpenRequest, type OpenRequests } from "./open-requests.ts";
import {
  type BeatRule,
  type KeyRule,
  type KindGroup,
  type OrderRule,
  type PairingRule,
  ruleName,
  type TopicRule,
} from "./pairing-rule.ts";
import { toByteFacts } from "./to-byte-facts.ts";
import type { TripLog } from "./trip-log.ts";

/** Pairs the messages of one connection, in order. */
export interface MessagePairer {
  observe(message: MessageFacts): void;
}

/** The requests of both sides that one rule has opened. */
interface Open {
  readonly page: OpenRequests;
  readonly server: OpenRequests;
}

/** What waits of requests that are answered in turn. */
interface Ordering {
  readonly kinds: KindGroup | null;
  waiting: number;
  /** The one that waits, where it is alone. */
  alone: MessageFacts | null;
}

/** Messages that are the same and are under way. */
const MOST_ALIKE = 64;

const MOST_EARLY = 100;
/** Of a stream that is told before what asked for it, so many replies are paired: the first. */
const MOST_EARLY_OF_A_KEY = 1000;

interface EarlyReply {
  readonly row: number;
  readonly at: EpochMs;
  readonly ends: boolean;
}

/** Nothing is remembered of what protocols pair: their names are unique among what is under way. */
const NOTHING: readonly Scalar[] = [];

function earlyKey(received: boolean, key: string): string {
  return `${received} ${key}`;
}

/** What requests carry is timed by the browser's network log, which may say of one that it was sent when its answer was there already. */
const LOGS_APART: Milliseconds = 250;

/** So much later than its answer a request may seem to have been sent on a connection of this kind. */
export function clocksApartOf(kind: ConnectionKind): Milliseconds {
  return kind === "websocket" ? 0 : LOGS_APART;
}

/** Creates it: what a protocol says goes before what was learned. */
export function createMessagePairer(
  trips: Pick<TripLog, "ask" | "reply" | "cancel">,
  connection: number,
  rules: readonly PairingRule[],
  /** So much later than its answer a request may seem to have been sent. */
  clocksApart: Milliseconds = 0,
): MessagePairer {
  const byProtocol = createOpen();
  const byValue = rules.filter((it): it is KeyRule => it.by === "value");
  const values = byValue.map((rule) => ({
    rule,
    name: ruleName(rule),
    open: createOpenRequests(),
    chooser: createRequestChooser(rule),
  }));
  const beats = rules.filter((it): it is BeatRule => it.by === "beat");
  const beating = createOpen();
  const topicRule = rules.find((it): it is TopicRule => it.by === "topic");
  const matcher = createSubscriptionMatcher<{ trip: number | null }>();
  const echoing = rules.some((it) => it.by === "echo") ? createOpenRequests(MOST_ALIKE) : null;
  const orders = rules
    .filter((it): it is OrderRule => it.by === "order")
    .flatMap(({ groups }): Ordering[] =>
      (groups ?? [null]).map((kinds) => ({ kinds, waiting: 0, alone: null })),
    );

  /** Replies to nothing that was asked until then; the last ones. */
  const early = new Map<string, EarlyReply[]>();

  function keepEarly({ received, row, at }: MessageFacts, key: string, ends: boolean): void {
    const name = earlyKey(received, key);
    const before = early.get(name);
    // What came once an answer had ended is another answer.
    if (before === undefined || before.at(-1)?.ends === true) early.set(name, [{ row, at, ends }]);
    else if (before.length < MOST_EARLY_OF_A_KEY) before.push({ row, at, ends });
    if (early.size > MOST_EARLY) early.delete(early.keys().next().value as string);
  }

  function ask(open: OpenRequests, key: string, message: MessageFacts, by: string, told = NOTHING): void {
    const { row, at, received, label } = message;
    const trip = trips.ask({
      connection,
      request: row,
      by,
      type: label,
      fromServer: received,
      requestAt: at,
    });
    open.open(key, { trip, at, label, told });
  }

  function answer(
    open: OpenRequests,
    key: string,
    message: Pick<MessageFacts, "row" | "at">,
    ends: boolean,
  ): boolean {
    const request = open.find(key);
    if (request === null) return false;
    reply(open, request, message, ends);
    return true;
  }

  function reply(
    open: OpenRequests,
    request: OpenRequest,
    { row, at }: Pick<MessageFacts, "row" | "at">,
    ends: boolean,
  ): void {
    trips.reply(request.trip, row, at, ends, open.answer(request));
  }

  /** As `answer`, of requests of which several may have one name. */
  function answerOne(
    { open, chooser }: (typeof values)[number],
    key: string,
    message: MessageFacts,
  ): boolean {
    const requests = open.all(key);
    const [only] = requests;
    if (only === undefined) return false;
    const request = requests.length === 1 ? only : chooser.choose(requests, message);
    if (requests.length === 1) chooser.learn(only, message);
    reply(open, request, message, false);
    return true;
  }

  function observeKey(message: MessageFacts, key: string, role: "request" | "reply" | "event"): void {
    const own = message.received ? byProtocol.server : byProtocol.page;
    const others = message.received ? byProtocol.page : byProtocol.server;
    if (role === "request") {
      ask(own, key, message, message.protocol);
      // What requests carry is told when they have finished: an answer may be known before what asked for it.
      const name = earlyKey(!message.received, key);
      const known = (early.get(name) ?? []).filter((it) => it.at > message.at - clocksApart);
      for (const it of known) answer(own, key, it, it.ends);
      // They answer no other request of that name.
      if (known.length > 0) early.delete(name);
      return;
    }
    if (answer(others, key, message, role === "reply")) return;
    const given = role === "event" ? own.find(key) : null;
    if (given === null) keepEarly(message, key, role === "reply");
    else trips.cancel(given.trip);
  }

  /** Answers whether the message is one that a learned value pairs. */
  function observeValue(whole: MessageFacts): boolean {
    let isPaired = false;
    for (const it of values) {
      const { rule } = it;
      const message = readBy(rule, whole);
      if ((rule.asks === "server") === message.received) continue;
      const isReply = !rule.notReplies.has(message.shape);
      for (const { path, value } of message.scalars) {
        if (isReply && path === rule.replyPath && answerOne(it, value, message)) isPaired = true;
      }
      if (isPaired) return true;
      for (const { path, value } of message.scalars) {
        if (rule.otherReplyPaths.includes(path) && answerOne(it, value, message)) isPaired = true;
      }
      if (isPaired) return true;
    }
    for (const { rule, name, open } of values) {
      const message = readBy(rule, whole);
      if ((rule.asks === "server") !== message.received || rule.notRequests.has(message.shape)) continue;
      for (const { path, value } of message.scalars) {
        if (path !== rule.requestPath) continue;
        ask(open, value, message, name, toTold(message, path));
        isPaired = true;
      }
      if (isPaired) return true;
    }
    return false;
  }

  /** Answers whether the message asks for a topic, or confirms that. */
  function observeSubscription(message: MessageFacts, { kinds }: TopicRule): boolean {
    const { row, at, received, label } = message;
    if (!received) {
      const asked: { trip: number | null } = { trip: null };
      const kind = matcher.ask(message, () => asked);
      if (kind === null || !kinds.has(kind)) return false;
      asked.trip = trips.ask({
        connection,
        request: row,
        by: "subscribe",
        type: label,
        fromServer: false,
        requestAt: at,
      });
      return true;
    }
    const trip = matcher.answer(message)?.request?.trip ?? null;
    if (trip === null) return false;
    trips.reply(trip, row, at, false, false);
    return true;
  }

  /** Of messages that are the same, the first that waits has come back. */
  function observeEcho(open: OpenRequests, message: MessageFacts, payload: Uint8Array): void {
    const key = payloadKey(payload);
    if (!message.received) {
      ask(open, key, message, "echo");
      return;
    }
    const alike = open.all(key);
    const request = alike.find((it) => !it.answered) ?? alike.at(-1);
    if (request !== undefined) reply(open, request, message, false);
  }

  /** Of several that are under way it is not known which is answered, if only because some servers answer in any order. */
  function observeOrder(message: MessageFacts): void {
    const { received, shape } = message;
    const order = orders.find(
      ({ kinds }) => kinds === null || (received ? kinds.replies : kinds.requests).has(shape),
    );
    if (order === undefined) return;
    if (!received) {
      order.alone = order.waiting === 0 ? message : null;
      order.waiting += 1;
      return;
    }
    order.waiting = Math.max(0, order.waiting - 1);
    if (order.alone === null) return;
    const { row, at, label } = order.alone;
    order.alone = null;
    const request = { connection, request: row, by: "order", type: label, fromServer: false, requestAt: at };
    trips.reply(trips.ask(request), message.row, message.at, true, false);
  }

  function observeBeat(message: MessageFacts): void {
    const own = message.received ? beating.server : beating.page;
    const others = message.received ? beating.page : beating.server;
    const isAsked = (side: "page" | "server"): boolean => beats.some(({ asks }) => asks === side);
    const mine = message.received ? "server" : "page";
    const theirs = message.received ? "page" : "server";
    if (message.beat !== "ping" && isAsked(theirs)) {
      const request = others.find("");
      // A pong too many answers nothing.
      if (request !== null && !request.answered) {
        answer(others, "", message, true);
        return;
      }
    }
    if (message.beat !== "pong" && isAsked(mine)) ask(own, "", message, "ping");
  }

  return {
    observe(message) {
      const { correlation, beat, payload } = message;
      if (correlation !== null) observeKey(message, correlation.key, correlation.role);
      else if (observeValue(message)) return;
      else if (topicRule !== undefined && observeSubscription(message, topicRule)) return;
      else if (echoing !== null && payload !== undefined) observeEcho(echoing, message, payload);
      else if (beat !== null) observeBeat(message);
      else observeOrder(message);
    },
  };
}

/** A message as a rule reads it. */
function readBy(rule: KeyRule, message: MessageFacts): MessageFacts {
  return rule.layout === undefined ? message : toByteFacts(message, { ...rule, layout: rule.layout });
}

function createOpen(): Open {
  return { page: createOpenRequests(), server: createOpenRequests() };
}
