import { describe, expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import type { Finding } from "../../../../src/core/analysis/finding.ts";
import { gatherEvidence } from "../../../../src/core/analysis/findings/evidence.ts";
import { findFindings } from "../../../../src/core/analysis/findings/find-findings.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { formatTime } from "../../../../src/core/format/format-time.ts";
import { createSession } from "../../../../src/core/model/session.ts";
import { createBatchWriter } from "../../../../src/core/wire/batch-writer.ts";
import { createRandom } from "../../../support/random.ts";
import { type SessionText, START, sessionFromText } from "../../../support/session-from-text.ts";

function findingsOf(text: SessionText): Finding[] {
  const session = sessionFromText(text);
  const decoder = decodeSession(session);
  return findFindings(gatherEvidence(session, decoder, findRoundTrips(session, decoder)));
}

function shortOf(text: SessionText): string[] {
  return findingsOf(text).map(({ rule, severity, title }) => `${severity} ${rule}: ${title}`);
}

/** Without advice about transports. */
function rulesOf(text: SessionText): string[] {
  return shortOf(text).filter((it) => !it.startsWith("info socket-"));
}

const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
/** `sample` of each step from one time to another. */
const every = (from: number, to: number, step: number, line: (n: number) => string): string[] =>
  times(Math.floor((to - from) / step), (n) => `${from + n * step}ms ${line(n)}`);

const feed = (from: number, to: number, first = 0): string[] =>
  every(from, to, 50, (n) => `< {"type":"price","price":${100 + ((first + n) % 7)},"seq":${first + n + 1}}`);
const pings = (from: number, to: number, step = 20_000): string[] =>
  times(Math.floor((to - from) / step), (n) => [
    `${from + n * step}ms > ping`,
    `${from + n * step + 30}ms < pong`,
  ]).flat();
/** Connections to one endpoint, one after the other; the query tells them apart. */
const channel = (spans: readonly (readonly [from: number, lines: readonly string[]])[]): SessionText =>
  Object.fromEntries(spans.map(([, lines], index) => [`ws wss://a.example/live?try=${index}`, lines]));

describe("a sick connection is told of", () => {
  it("a ping that nobody answered before the end", () => {
    const lines = [...pings(0, 100_000), "100000ms > ping", "134000ms closed 1006 network"];
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      "warning heartbeat-unanswered: The page's ping went unanswered for 34.0 s before the connection ended",
    ]);
  });

  it("a server's pings that the page does not answer, and whether its tab was hidden when it stopped", () => {
    const answered = times(8, (n) => [`${n * 1000}ms < ping`, `${n * 1000 + 2}ms > pong`]).flat();
    const lines = [...answered, ...every(8000, 15_000, 1000, () => "< ping"), "15500ms closed 1001 server"];
    const whyOf = (...page: string[]) =>
      findingsOf({ page, "ws wss://a.example/": lines }).find(({ rule }) => rule === "heartbeat-unanswered")
        ?.why;
    expect(whyOf("7500ms hidden", "14000ms visible")).toContain("its tab was hidden");
    // It had stopped before that.
    expect(whyOf("11000ms hidden", "14000ms visible")).not.toContain("hidden");
  });

  it("a server that answers no ping any more, which the page then gives up", () => {
    const told = (last: number) =>
      rulesOf({
        "ws wss://a.example/": [
          ...pings(0, 10_000, 1000),
          ...every(10_000, last, 1000, () => "> ping"),
          `${last + 5000}ms closed 1005 page`,
        ],
      });
    expect(told(18_000)).toEqual([
      "warning heartbeat-unanswered: The page's ping went unanswered for 13.0 s before the connection ended",
    ]);
    // A page that leaves does not wait for the last.
    expect(told(11_000)).toEqual([]);
  });

  it("connections that a frozen tab lost, apart from those that broke by themselves", () => {
    const text = {
      page: ["20000ms hidden", "30000ms frozen", "50000ms hidden", "60000ms visible"],
      "ws wss://a.example/1": ["0ms > a", "50002ms closed 1006 network"],
      "ws wss://a.example/2": ["0ms > a", "10000ms closed 1006 network"],
    };
    expect(findingsOf(text).filter(({ rule }) => rule === "bad-close")).toMatchObject([
      { severity: "warning", connection: 2 },
      { severity: "info", connection: 1, why: expect.stringContaining("frozen") },
    ]);
  });

  it("events that were missed while an event stream was broken, or came again after it", () => {
    const events = (from: number, first: number) =>
      times(15, (n) => `${from + n * 80}ms <[tick #${first + n}] {"v":"${from}a${n * 7}"}`);
    const broken = (first: number) =>
      findingsOf({
        "sse https://a.example/events": [...events(0, 1), "1500ms lost", ...events(2000, first)],
      }).map(({ rule, severity, title, rows }) => [`${severity} ${rule}: ${title}`, rows.length]);
    expect(broken(41)).toEqual([
      [
        'warning lost-across-reconnect: 25 messages were missed while the connection was broken ("event ID" went from 15 to 41)',
        2,
      ],
    ]);
    expect(broken(11)).toEqual([
      [
        'info twice-after-reconnect: 5 messages came again after the reconnect ("event ID" went back from 15 to 11)',
        2,
      ],
    ]);
    expect(broken(16)).toEqual([]);
  });

  it("pings that were not answered, of which the numbers that are missing are the page's", () => {
    const lines = times(40, (n) => [
      `${n * 10_000}ms > {"type":"ping","n":${n}}`,
      ...([12, 25].includes(n) ? [] : [`${n * 10_000 + 40}ms < {"type":"pong","n":${n}}`]),
    ]).flat();
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      "info heartbeat-missed: 2 of 40 pings were not answered, and the connection lived on",
    ]);
  });

  it("a long life without any heartbeat", () => {
    expect(shortOf({ "ws wss://a.example/": ['0ms < {"hello":1}', '400000ms < {"bye":1}'] })).toEqual([
      "info no-heartbeat: Open for 6 min 40 s, quiet for up to 6 min 40 s, and no heartbeat that a page can see",
    ]);
  });

  it("ends that all come after the same quiet time", () => {
    const spans = times(4, (n) => {
      const at = n * 70_000;
      return [at, [`${at}ms < hello`, `${at + 60_000 + n * 40}ms closed 1006 network`]] as const;
    });
    const found = findingsOf(channel(spans));
    expect(found.map(({ rule }) => rule)).toEqual(["idle-timeout"]);
    expect(found[0]?.title).toBe("4 connections ended after 1 min without a message each");
  });

  it("a page that comes back at once, again and again", () => {
    const spans = times(
      9,
      (n) => [n * 1000, [`${n * 1000}ms < busy`, `${n * 1000 + 40}ms closed 1013 server`]] as const,
    );
    const rules = findingsOf(channel(spans)).map(({ rule, severity }) => `${severity} ${rule}`);
    expect(rules).toEqual(["warning reconnect-storm", "warning bad-close"]);
  });

  it("messages that were missed while the connection was broken, or came again after it", () => {
    const lost = channel([
      [0, [...feed(0, 1000), "1100ms closed 1001 server"]],
      [3000, feed(3000, 4000, 57)],
    ]);
    expect(shortOf(lost)).toEqual([
      'warning lost-across-reconnect: 37 messages were missed while the connection was broken ("seq" went from 20 to 58)',
    ]);
    const again = channel([
      [0, [...feed(0, 1000), "1100ms closed 1001 server"]],
      [3000, feed(3000, 4000, 15)],
    ]);
    expect(shortOf(again)).toEqual([
      'info twice-after-reconnect: 5 messages came again after the reconnect ("seq" went back from 20 to 16)',
    ]);
  });

  it("numbers that are left out, or come twice", () => {
    const lines = feed(0, 3000).filter((_, n) => n !== 20 && n !== 21);
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      'warning sequence-gap: 2 messages never came, by the server\'s own count in "seq"',
    ]);
    const twice = feed(0, 3000).flatMap((line, n) => (n === 30 ? [line, line] : [line]));
    expect(shortOf({ "ws wss://a.example/": twice })).toEqual([
      'warning message-twice: 1 message came twice, by the server\'s own count in "seq"',
    ]);
  });

  it("a feed that ends while heartbeats go on", () => {
    const text = {
      "ws wss://a.example/": ['0ms > {"op":"sub"}', ...feed(50, 20_000), ...pings(1000, 90_000, 10_000)],
    };
    expect(rulesOf(text)).toEqual([
      "warning feed-ended: A message every 50 ms, and then none for 51.1 s, to the end",
    ]);
    expect(findingsOf({ ...text, page: ["19000ms hidden"] })).toMatchObject([
      { rule: "feed-ended", severity: "info" },
    ]);
  });

  it("a feed that stops and goes on by itself, beside another that did not", () => {
    const text = {
      "ws wss://a.example/": [...feed(0, 5000), ...feed(9000, 12_000, 100)],
      "ws wss://b.example/": every(0, 12_000, 400, (n) => `< {"b":${n % 3}}`),
    };
    expect(shortOf(text)).toEqual(["warning silence: A message every 50 ms, and then none for 4.05 s"]);
    expect(findingsOf({ ...text, "ws wss://b.example/": text["ws wss://a.example/"] })).toMatchObject([
      { severity: "info" },
      { severity: "info" },
    ]);
  });

  it("a silence in which the tab was hidden, or frozen", () => {
    const lines = [...feed(0, 5000), ...feed(9000, 12_000, 100)];
    const silence = (...page: string[]) =>
      findingsOf({ page, "ws wss://a.example/": lines }).map(({ severity, why, numbers }) => {
        return [severity, /tab was [a-z ]+/.exec(why)?.[0], numbers[2]?.join(" ")];
      });
    expect(silence("4000ms hidden", "9500ms visible")).toEqual([
      ["info", "tab was hidden during that time", "tab hidden in 1 of 1"],
    ]);
    expect(silence("4000ms hidden", "6000ms frozen", "9500ms hidden")).toEqual([
      ["info", "tab was frozen during that time", "tab frozen in 1 of 1"],
    ]);
    expect(silence("1000ms hidden", "4000ms visible")).toEqual([["warning", undefined, "silences 1"]]);
  });

  it("heartbeats that were left out, and whether the tab was hidden then", () => {
    const beats = times(40, (n) =>
      n > 20 && n < 24 ? [] : [`${n * 10_000 + (n % 3) * 40}ms > {"t":"hb","n":${n}}`],
    );
    const text = { "ws wss://a.example/": beats.flat() };
    expect(shortOf(text)).toEqual([
      "info heartbeat-irregular: The page left out 3 heartbeats: one comes every 10.0 s, and once there was none for 39.9 s",
    ]);
    const [found] = findingsOf({ ...text, page: ["190000ms hidden", "245000ms visible"] });
    expect(found?.numbers).toEqual([
      ["heartbeat", "hb"],
      ["interval", "10.0 s"],
      ["jitter", "38 ms"],
      ["longest pause", "39.9 s"],
      ["tab hidden in", "1 of 1"],
    ]);
    expect(found?.why).toMatch(/^The tab was hidden/);
    // By its rhythm alone, and from the server.
    const rhythm = times(30, (n) =>
      n === 11 ? [] : [`${n * 5000}ms < {"state":"up","clock":${1700 + n * 5}}`],
    );
    expect(shortOf({ "ws wss://a.example/": ["0ms > hello", ...rhythm.flat()] })).toEqual([
      "info heartbeat-irregular: The server left out 1 heartbeat: one comes every 5.00 s, and once there was none for 10.0 s",
    ]);
  });

  it("a reconnect after which nothing is asked for, and nothing comes", () => {
    const text = channel([
      [0, ['0ms > {"op":"subscribe","to":"prices"}', ...feed(20, 5000), "5000ms closed 1001 server"]],
      [6000, ["6000ms closed 1001 network"]],
    ]);
    const open = {
      ...text,
      "ws wss://a.example/live?try=1": ["6000ms opened", "16000ms closed 1001 server"],
    };
    expect(shortOf(open)).toEqual([
      "warning no-resync: After the reconnect the page asked for nothing, and nothing came for 10.0 s",
    ]);
  });

  it("an event stream that breaks and whose events have no IDs", () => {
    const events = (from: number, to: number) =>
      every(from, to, 200, (n) => `<[tick] {"price":${n % 7},"from":"${from}"}`);
    const lines = [...events(0, 5000), "5000ms lost", ...events(8000, 12_000)];
    expect(shortOf({ "sse https://a.example/events": lines })).toEqual([
      "info no-event-ids: The stream broke once, and its events have no IDs",
    ]);
  });

  it("the same of events that are short", () => {
    const events = (from: number, to: number) => every(from, to, 700, (n) => `<[tick] {"v":${(n * 7) % 90}}`);
    const lines = [...events(0, 20_000), "20000ms lost", ...events(23_000, 42_000)];
    expect(shortOf({ "sse https://a.example/events": lines })).toEqual([
      "info no-event-ids: The stream broke once, and its events have no IDs",
    ]);
  });

  it("back-pressure that grows, and what never went out", () => {
    const lines = times(8, (n) => [
      `${n * 100}ms buffered ${(n + 1) * 200_000}`,
      `${n * 100}ms > frame ${n}`,
    ]);
    const text = { "ws wss://a.example/": [...lines.flat(), "900ms closed 1006 network, 1700000 unsent"] };
    expect(shortOf(text).filter((it) => !it.includes("bad-close"))).toEqual([
      "warning back-pressure: What waits to be sent grew from 200 kB to 1.6 MB within 700 ms",
      "warning unsent-at-close: 1.7 MB that the page had sent had not gone out when the connection ended: they are lost",
    ]);
  });

  it("messages whose handling blocks the page", () => {
    const lines = times(5, (n) => `${n * 1000 + 2}ms < {"load":${n % 4},"items":[1,2]}`);
    const page = times(5, (n) => `${n * 1000}ms blocked ${220 + n}`);
    const [found] = findingsOf({ page, "ws wss://a.example/": lines });
    expect(found).toMatchObject({
      rule: "blocking-handler",
      title: "Handling a message blocked the page for up to 224 ms, in 5 tasks of 50 ms and more",
    });
    expect(found?.rows).toHaveLength(5);
  });

  it("a topic that is asked for twice, and brings everything twice", () => {
    const doubled = every(100, 6000, 100, (n) => `< {"topic":"prices","price":${n % 9},"n":"a${n}b"}`);
    const lines = [
      '0ms > {"op":"subscribe","topic":"prices","req":"r83hf83"}',
      '40ms > {"op":"subscribe","topic":"prices","req":"r92jd12"}',
      ...doubled.flatMap((line) => [line, line]),
    ];
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      'warning subscribed-twice: The page asked twice for "prices", and did not give it up between',
      "info identical-messages: 59 of 118 messages are the same as the one before",
    ]);
  });

  it("a message that comes again and again", () => {
    const lines = every(0, 3000, 150, () => '< {"state":"waiting","queue":"long enough"}');
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      "info identical-messages: The same message came 20 times in a row",
    ]);
  });

  it("two connections that bring the same", () => {
    const text = {
      "ws wss://a.example/live": feed(0, 8000),
      "ws wss://a.example/live again": feed(1000, 9000, 20),
    };
    expect(shortOf(text)).toEqual([
      "warning doubled-connection: Two connections to one address bring the same messages, for 7.95 s",
    ]);
    // By what a list of connections shows of them.
    const [finding] = findingsOf(text);
    expect(finding?.numbers[0]).toEqual([
      "connections",
      `/live opened ${formatTime(START)} and /live opened ${formatTime(START + 1000)}`,
    ]);
  });

  it("pings that were not answered while others were", () => {
    const lines = pings(0, 400_000).filter(
      (line) => !line.startsWith("120030") && !line.startsWith("140030"),
    );
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      "info heartbeat-missed: 2 of 20 pings were not answered, and the connection lived on",
    ]);
  });

  it("pings by Engine.IO's numbers, whose handshake was before the recording began", () => {
    const beats = Array.from({ length: 10 }, (_, n) => [
      `${n * 20_000}ms > 2`,
      `${n * 20_000 + 20 + n}ms < 3`,
    ]).flat();
    const lost = ["200000ms > 2", "220000ms > 2", "245000ms closed 1006 network"];
    expect(shortOf({ "ws wss://a.example/": [...beats, ...lost] })[0]).toMatch(
      /^warning heartbeat-unanswered: The page's ping went unanswered for 45\.0 s before the connection ended/,
    );
    const random = createRandom(7);
    const dice = Array.from(
      { length: 120 },
      (_, n) => `${n * 700}ms ${n % 2 === 0 ? ">" : "<"} ${1 + random.integer(6)}`,
    );
    expect(shortOf({ "ws wss://a.example/": dice }).filter((it) => !it.startsWith("info"))).toEqual([]);
  });

  it("messages that came in much disorder, and not where two counts lie among each other", () => {
    const lines = Array.from({ length: 100 }, (_, n) => {
      const seq = n % 10 === 4 ? n + 1 : n % 10 === 5 ? n - 1 : n;
      return `${n * 200}ms < {"seq":${seq + 40},"v":${(n * 37) % 90}}`;
    });
    expect(shortOf({ "ws wss://a.example/": ["0ms > {}", ...lines] })).toEqual([
      'info out-of-order: 10 messages came after later ones, by the server\'s own count in "seq"',
    ]);
    const both = Array.from({ length: 100 }, (_, n) => {
      const seq = n % 2 === 0 ? 40 + n / 2 : 43 + (n - 1) / 2;
      return `${n * 200}ms < {"seq":${seq},"v":${(n * 37) % 90}}`;
    });
    expect(shortOf({ "ws wss://a.example/": ["0ms > {}", ...both] })).toEqual([]);
  });

  it("what was sent after the end had begun, as a warning where the page had been told", () => {
    const left = ["0ms > a", "900ms discarded 36", "950ms closed 1001 server"];
    expect(shortOf({ "ws wss://a.example/": left })).toEqual([
      "info send-discarded: 1 message of 36 B in all was sent after the connection had begun to close, and went nowhere",
    ]);
    const late = ["0ms > a", "950ms closed 1001 server", "990ms discarded 36"];
    expect(shortOf({ "ws wss://a.example/": late })).toEqual([
      "warning send-discarded: 1 message of 36 B in all was sent after the connection had begun to close, and went nowhere",
    ]);
  });

  it("requests that are never answered, answered twice, or late", () => {
    const lines = times(40, (n) => [
      `${n * 1000}ms > {"op":"get","rid":${n}}`,
      ...(n === 7 || n === 8 ? [] : [`${n * 1000 + (n % 10 === 0 ? 4200 : 30)}ms < {"rid":${n},"ok":true}`]),
      ...(n === 12 ? [`${n * 1000 + 60}ms < {"rid":${n},"ok":true}`] : []),
    ]).flat();
    expect(shortOf({ "ws wss://a.example/": lines })).toEqual([
      "warning request-unanswered: 2 of the requests paired by rid were never answered, of 40",
      "info answered-twice: 1 request paired by rid got more than one answer",
      "info slow-answers: One in twenty answers paired by rid takes 4.20 s or more; half take 30 ms or less",
    ]);
  });

  it("numbers that are left out in one of several counts of a connection", () => {
    const counts: Record<string, number> = { a: 100, b: 4000, c: 7 };
    const lines = every(0, 60_000, 150, (n) => {
      const ch = "abcab"[(n * 7) % 5] as string;
      counts[ch] = (counts[ch] ?? 0) + (ch === "b" && n === 217 ? 5 : 1);
      return `< {"ch":"${ch}","seq":${counts[ch]},"px":${n % 13}}`;
    });
    const kinds = every(0, 60_000, 150, (n) => {
      const next = Math.floor(n / 2) + (n > 200 ? 2 : 0);
      return n % 2 === 0 ? `< {"tradeSeq":${n / 2 + 1},"px":7}` : `< {"bookSeq":${next},"bids":[]}`;
    });
    expect(rulesOf({ "ws wss://a.example/": lines, "ws wss://b.example/": kinds })).toEqual([
      'warning sequence-gap: 4 messages never came, by the server\'s own count in "seq (ch b)"',
      'warning sequence-gap: 2 messages never came, by the server\'s own count in "bookSeq"',
    ]);
  });

  it("a server that answers nothing any more", () => {
    const lines = times(60, (n) => {
      const at = n * 1500 + ((n * 7919) % 400);
      return [
        `${at}ms > {"id":${n},"q":"x"}`,
        ...(n < 40 ? [`${at + 50 + (n % 7)}ms < {"id":${n},"a":1}`] : []),
      ];
    }).flat();
    const [, found] = rulesOf({ "ws wss://a.example/": [...lines, "95000ms closed 1006 network"] });
    expect(found).toMatch(
      /^warning request-unanswered: Nothing was answered any more: the last \d+ requests paired by id, for 3\d\.\d s before the end$/,
    );
  });

  it("answers that take longer and longer", () => {
    const lines = times(60, (n) => {
      const at = n * 2000 + ((n * 7919) % 400);
      return [`${at}ms > {"id":${n},"q":"x"}`, `${at + 20 + n * n}ms < {"id":${n},"a":1}`];
    }).flat();
    expect(rulesOf({ "ws wss://a.example/": lines })).toEqual([
      "warning rising-latency: Answers paired by id take longer and longer: 111 ms at first, 2.47 s at the end",
      "info slow-answers: One in twenty answers paired by id takes 3.16 s or more; half take 861 ms or less",
    ]);
  });

  it("an event stream that the browser gives up", () => {
    expect(rulesOf({ "sse https://a.example/": ["0ms < a", "900ms failed"] })).toEqual([
      "warning stream-failed: The event stream failed after 900 ms, and the browser does not try again",
    ]);
  });

  it("what only begins in the same way after a break is not told again", () => {
    const order = (n: number, revision: number): string =>
      `< {"order":"o-${(n * 7919) % 99991}","text":"${"abcdefghij".repeat(150)}","revision":${revision}}`;
    const spans = channel([
      [0, [...every(0, 20_000, 700, (n) => order(n, 1)), "20000ms closed 1012 server"]],
      [21_000, every(21_000, 41_000, 700, (n) => order(n, 2))],
    ]);
    expect(rulesOf(spans).filter((it) => it.includes("twice-after"))).toEqual([]);
  });

  it("streamed responses that break off while the page reads them, and not with the page, nor by its wish", () => {
    const broken = (...ends: [by: "network" | "page" | "server", at: number][]): string[] => {
      const session = createSession();
      const writer = createBatchWriter();
      const url = "https://a.example/chat";
      writer.record({ type: "frame-started", at: START, url, top: true, origin: "https://a.example" });
      for (const [index, [by, at]] of ends.entries()) {
        const connection = index + 1;
        writer.record({
          type: "stream-opened",
          at: START,
          connection,
          url,
          method: "POST",
          requestedAt: START,
          via: "fetch",
          reading: "stream",
          status: 200,
          contentType: "text/event-stream",
        });
        const reason = by === "network" ? "network error" : "";
        writer.record({ type: "stream-ended", at: START + at, connection, by, reason });
      }
      writer.record({ type: "frame-left", at: START + 10_000, url, kept: false });
      session.accept(writer.take("f", 0));
      const decoder = decodeSession(session);
      return findFindings(gatherEvidence(session, decoder, findRoundTrips(session, decoder))).map(
        ({ rule, severity, title, rows }) => `${severity} ${rule}: ${title} (${rows.length})`,
      );
    };
    expect(broken(["network", 900], ["server", 900], ["network", 2000])).toEqual([
      "warning stream-broken: 2 streamed responses broke off before they had ended (2)",
    ]);
    expect(broken(["network", 9900], ["page", 500])).toEqual([]);
  });

  it("what the server tells again after a break, without numbers", () => {
    const said = (n: number): string => `< {"id":"o-${(n * 7919) % 99991}","state":"filled"}`;
    const before = every(0, 40_000, 700, said);
    const after = [
      ...times(20, (n) => `${42_000 + n}ms ${said(37 + n)}`),
      ...every(43_000, 90_000, 700, (n) => said(57 + n)),
    ];
    expect(
      rulesOf(
        channel([
          [0, [...before, "40000ms closed 1012 server"]],
          [41_000, after],
        ]),
      ),
    ).toEqual([
      "info twice-after-reconnect: 20 messages came again after the reconnect, the same as before it",
    ]);
  });

  it("a network that broke once as little, and the application's own codes", () => {
    const spans = [
      [0, [...pings(0, 90_000), "90000ms closed 1006 network"]],
      [92_000, pings(92_000, 192_000)],
    ] as const;
    expect(rulesOf(channel(spans))).toEqual([
      "info bad-close: The connection ended with 1006 Abnormal Closure, after 1 min 30 s",
    ]);
    expect(rulesOf({ "ws wss://a.example/": [...pings(0, 90_000), "90000ms closed 4401 server"] })).toEqual([
      "info bad-close: The connection ended with 4401 Private use, after 1 min 30 s",
    ]);
  });

  it("messages of which some come twice at once, and no state that is told again", () => {
    const doubled = (after: number, isState: boolean) =>
      every(
        0,
        60_000,
        500,
        (n) => `< {"order":${isState ? 4000 + (n % 3) : 4000 + n},"price":17,"by":"ann"}`,
      ).flatMap((line, n) => {
        const at = Number.parseInt(line, 10);
        return n % 7 === 3 ? [line, line.replace(/^\d+/, String(at + after))] : [line];
      });
    expect(rulesOf({ "ws wss://a.example/": [...doubled(9, false), ...pings(0, 60_000)] })).toEqual([
      "info identical-messages: 17 of 137 messages are the same as the one before",
    ]);
    expect(rulesOf({ "ws wss://a.example/": [...doubled(240, false), ...pings(0, 60_000)] })).toEqual([]);
    expect(rulesOf({ "ws wss://a.example/": [...doubled(9, true), ...pings(0, 60_000)] })).toEqual([]);
  });

  it("a phone that changes its network after half a minute as little as that", () => {
    const spans = (lasted: number) =>
      [
        [0, [...pings(0, lasted), `${lasted}ms closed 1006 network`]],
        [lasted + 900, pings(lasted + 900, lasted + 60_000)],
      ] as const;
    expect(rulesOf(channel(spans(35_000)))).toEqual([
      "info bad-close: The connection ended with 1006 Abnormal Closure, after 35.0 s",
    ]);
    expect(rulesOf(channel(spans(20_000)))).toEqual([
      "warning bad-close: The connection ended with 1006 Abnormal Closure, after 20.0 s",
    ]);
  });

  it("messages of a feed that overtake each other again and again", () => {
    const lines = every(
      0,
      60_000,
      200,
      (n) => `< {"seq":${n % 40 === 5 ? n + 2 : n % 40 === 6 ? n : n + 1},"p":1}`,
    );
    expect(rulesOf({ "ws wss://a.example/": lines })).toEqual([
      'info out-of-order: 8 messages came after later ones, by the server\'s own count in "seq"',
    ]);
  });

  it("says which messages prove it", () => {
    const [found] = findingsOf({ "ws wss://a.example/": feed(0, 3000).filter((_, n) => n !== 20) });
    // Two rows of the connection's opening come first.
    expect(found).toMatchObject({ connection: 1, rows: [21, 22] });
  });
});

describe("a healthy connection is not", () => {
  const healthy: Readonly<Record<string, SessionText>> = {
    "what comes in bursts, with pauses as long": {
      "ws wss://a.example/": [
        '0ms > {"join":"room"}',
        ...times(12, (n) => every(n * 9000, n * 9000 + 1200, 30, (m) => `< {"u":"${n}a${m}"}`)).flat(),
      ],
    },
    "events without an ID of their own, which have that of the one before": {
      "sse https://a.example/feed": [
        ...times(14, (n) => `${n * 200}ms <[message #${n}] {"i":${n}}`),
        "2700ms <[end #13] {}",
      ],
    },
    "a page that is hidden, and goes on": {
      page: ["2000ms hidden", "4000ms frozen", "4500ms visible"],
      "ws wss://a.example/": feed(0, 8000),
    },
    "heartbeats with some jitter": {
      "ws wss://a.example/": times(40, (n) => `${n * 10_000 + (n % 5) * 700}ms > {"t":"hb","n":${n}}`),
    },
    "a state that is told now and then, when it is another": {
      "ws wss://a.example/": [
        "0ms > hello",
        ...times(20, (n) => `${n * n * 900}ms < {"state":"up","clock":${1700 + n * 5}}`),
      ],
    },
    "a reconnect after which the page asks again": channel([
      [
        0,
        [
          '0ms > {"op":"subscribe","to":"prices"}',
          ...every(20, 5000, 50, (n) => `< {"price":${n % 7}}`),
          "5000ms closed 1001 server",
        ],
      ],
      [
        6000,
        [
          '6000ms > {"op":"subscribe","to":"prices"}',
          ...every(6020, 9000, 50, (n) => `< {"price":${n % 7}}`),
        ],
      ],
    ]),
    "a buffer that empties": {
      "ws wss://a.example/": times(20, (n) => [
        `${n * 100}ms buffered ${30_000 + (n % 3) * 200_000}`,
        `${n * 100}ms > frame ${n} ${"x".repeat(20)}${n}`,
      ]).flat(),
    },
    "long tasks that no message began": {
      page: times(12, (n) => `${n * 1000 + 500}ms blocked 240`),
      "ws wss://a.example/": times(12, (n) => `${n * 1000}ms < {"load":${n % 4},"items":[1,2]}`),
    },
    "one message that is slow at first": {
      page: ["0ms blocked 900"],
      "ws wss://a.example/": times(12, (n) => `${n * 1000}ms < {"load":${n % 4},"items":[1,2]}`),
    },
    "topics that are given up and asked for again": {
      "ws wss://a.example/": times(6, (n) => [
        `${n * 1000}ms > {"op":"subscribe","topic":"prices"}`,
        `${n * 1000 + 300}ms > {"op":"subscribe","topic":"trades"}`,
        `${n * 1000 + 500}ms > {"op":"unsubscribe","topic":"prices"}`,
        `${n * 1000 + 600}ms > {"op":"unsubscribe","topic":"trades"}`,
      ]).flat(),
    },
    "a state that is told a few times over": {
      "ws wss://a.example/": every(
        0,
        6000,
        150,
        (n) => `< {"state":"waiting","queue":"number ${Math.floor(n / 4)}"}`,
      ).filter((_, n) => n % 4 < 2 || n % 8 === 7),
    },
    "a feed": { "ws wss://a.example/": feed(0, 20_000) },
    "a feed that the page stops and begins again": {
      "ws wss://a.example/": [
        ...feed(0, 5000),
        '5010ms > {"type":"stop"}',
        '19990ms > {"type":"start"}',
        ...feed(20_000, 25_000, 100),
      ],
    },
    "a feed that is thinned out": {
      "ws wss://a.example/": feed(0, 20_000).filter((_, n) => n % 3 !== 1 && n % 5 !== 2),
    },
    "a long life with heartbeats": {
      "ws wss://a.example/": [...pings(0, 600_000), "600100ms closed 1000 page"],
    },
    "a server's heartbeats": {
      "ws wss://a.example/": times(30, (n) => [
        `${n * 25_000}ms < ping`,
        `${n * 25_000 + 1}ms > pong`,
      ]).flat(),
    },
    "a page that is left while a ping is under way": {
      "ws wss://a.example/": [...pings(0, 100_000), "100000ms > ping", "100010ms closed 1001 page"],
    },
    "a break, and a page that comes back": channel([
      [0, [...feed(0, 3000), "3100ms closed 1001 server"]],
      [4100, feed(4100, 8000)],
    ]),
    "a page that waits longer each time": channel(
      times(7, (n) => {
        const at = 1000 * (2 ** n - 1);
        return [at, [`${at}ms < no`, `${at + 20}ms closed 1001 server`]] as const;
      }),
    ),
    "answers that are each numbered from 0": {
      "ws wss://a.example/": every(
        0,
        20_000,
        50,
        (n) => `< {"type":"delta","index":${n % 25},"text":"word ${n}"}`,
      ),
    },
    "two counters in one member": {
      "ws wss://a.example/": every(
        0,
        6000,
        50,
        (n) => `< {"seq":${n % 40 === 20 ? 7 + Math.floor(n / 40) : 100 + n - Math.floor((n + 20) / 40)}}`,
      ),
    },
    "a second counter that runs ahead in the same member": {
      "ws wss://a.example/": every(
        0,
        6000,
        50,
        (n) => `< {"seq":${n % 40 === 20 ? 5000 + Math.floor(n / 40) : 100 + n - Math.floor((n + 20) / 40)}}`,
      ),
    },
    "messages that overtake each other": {
      "ws wss://a.example/": feed(0, 3000).map((line, n, all) =>
        n === 20 || n === 21 ? `${line.split(" ")[0]} ${(all[41 - n] as string).replace(/^\S+ /, "")}` : line,
      ),
    },
    "a page that closes its own connections": channel(
      times(9, (n) => [n * 1000, [`${n * 1000}ms < hello`, `${n * 1000 + 40}ms closed 1000 page`]] as const),
    ),
    "a server that ends when it has said all": channel(
      times(9, (n) => [n * 1000, [`${n * 1000}ms < done`, `${n * 1000 + 40}ms closed 1000 server`]] as const),
    ),
    "a feed that the page has given up": {
      "ws wss://a.example/": [
        ...feed(0, 20_000),
        '20010ms > {"op":"unsubscribe"}',
        ...pings(1000, 90_000, 10_000),
      ],
    },
    "a feed of which the server says that it is over": {
      "ws wss://a.example/": [
        ...feed(0, 20_000),
        '20200ms < {"type":"status","status":"market closed"}',
        ...pings(1000, 90_000, 10_000),
      ],
    },
    "what ticks only while somebody moves": {
      "ws wss://a.example/": [
        ...[0, 20_000, 45_000].flatMap((from) => feed(from, from + 4000)),
        ...pings(1000, 120_000, 10_000),
      ],
    },
    "requests with quick answers": {
      "ws wss://a.example/": times(40, (n) => [
        `${n * 300}ms > {"op":"get","rid":${n}}`,
        `${n * 300 + 40}ms < {"rid":${n}}`,
      ]).flat(),
    },
    "an event stream that comes back where it was": {
      "sse https://a.example/events": [
        ...every(0, 5000, 200, (n) => `<[tick #${n}] {"n":"x"}`),
        "5000ms lost",
        ...every(8000, 12_000, 200, (n) => `<[tick #${n + 25}] {"n":"x"}`),
      ],
    },
    "events of which only some have a number": {
      "sse https://a.example/events": every(0, 20_000, 200, (n) =>
        n % 3 === 0 ? "< plain" : `<[tick #${n}] {"v":${n % 9}}`,
      ),
    },
  };
  for (const [name, text] of Object.entries(healthy)) {
    it(name, () => expect(shortOf(text)).toEqual([]));
  }
});
