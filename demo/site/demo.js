import { createCard } from "./card.js";
import { createBinary } from "./feeds/binary.js";
import { createChat } from "./feeds/chat.js";
import { createDrops } from "./feeds/drops.js";
import { createEcho } from "./feeds/echo.js";
import { createEvents } from "./feeds/events.js";
import { createFormats } from "./feeds/formats.js";
import { createLongPoll } from "./feeds/long-poll.js";
import { createPoll } from "./feeds/poll.js";
import { createTicker } from "./feeds/ticker.js";
import { createTokens } from "./feeds/tokens.js";

const FEEDS = {
  echo: createEcho,
  ticker: createTicker,
  binary: createBinary,
  chat: createChat,
  events: createEvents,
  tokens: createTokens,
  formats: createFormats,
  poll: createPoll,
  "long-poll": createLongPoll,
  drops: createDrops,
};

const cards = new Map();
for (const [id, createFeed] of Object.entries(FEEDS)) {
  const card = createCard(id);
  const entry = { card, feed: createFeed(card), isStarted: false, stopping: null };
  cards.set(id, entry);
  card.button.addEventListener("click", () => (entry.isStarted ? stop(id) : start(id)));
}

function find(id) {
  const entry = cards.get(id);
  if (!entry) throw new RangeError(`No card "${id}"; there are ${[...cards.keys()].join(", ")}`);
  return entry;
}

function start(id) {
  const entry = find(id);
  if (entry.isStarted) return;
  entry.isStarted = true;
  entry.card.state("waiting", "connecting");
  entry.card.started(true);
  entry.feed.start();
}

/** Resolves when the page has all that the server sent, and everything is closed. */
function stop(id) {
  const entry = find(id);
  if (!entry.isStarted) return Promise.resolve();
  entry.stopping ??= (async () => {
    entry.card.button.disabled = true;
    try {
      await entry.feed.stop();
    } finally {
      entry.isStarted = false;
      entry.stopping = null;
      entry.card.button.disabled = false;
      entry.card.started(false);
    }
  })();
  return entry.stopping;
}

/** What browser tests drive. */
window.demo = {
  start,
  stop,
  async stopAll() {
    await Promise.all([...cards.keys()].map(stop));
  },
  counters: () => Object.fromEntries([...cards].map(([id, { card }]) => [id, { ...card.counters }])),
  /** Sends one payload over the echo card's socket, starting it when it is not; resolves with its echo. */
  echo(kind, payload) {
    start("echo");
    return find("echo").feed.echo(kind, payload);
  },
  /** Keeps the echo card's socket but ends its own sending, for tests that send themselves. */
  quietEcho() {
    start("echo");
    find("echo").feed.quiet();
  },
};

document.getElementById("start-all").addEventListener("click", () => {
  for (const id of cards.keys()) start(id);
});
document.getElementById("stop-all").addEventListener("click", () => window.demo.stopAll());

const run = new URLSearchParams(location.search).get("run");
const wanted = run === null ? [...cards.keys()] : run.split(",").filter((id) => cards.has(id));
for (const id of wanted) start(id);
