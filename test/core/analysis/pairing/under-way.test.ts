import { expect, it } from "vitest";
import { decodeSession } from "../../../../src/core/analysis/decode-session.ts";
import { findRoundTrips } from "../../../../src/core/analysis/pairing/find-round-trips.ts";
import { measureRoundTrips } from "../../../../src/core/analysis/pairing/measure-round-trips.ts";
import { analyse } from "../../../../src/core/analysis/report.ts";
import { START, sessionFromText } from "../../../support/session-from-text.ts";

/** Requests every second, of which the third, the last and the one before it have no answer; the slowest answer takes 2.5 s. */
const lines = (count = 12): string[] =>
  Array.from({ length: count }, (_, n) => {
    const isLost = n === 2 || n >= count - 2;
    const answerAt = n * 1000 + (n === 4 ? 2500 : 20 + n);
    return [
      { at: n * 1000, line: `> {"op":"${n % 2 === 0 ? "get" : "put"}","rid":"r${n}x${n * 7}"}` },
      ...(isLost ? [] : [{ at: answerAt, line: `< {"rid":"r${n}x${n * 7}","ok":true}` }]),
    ];
  })
    .flat()
    .sort((a, b) => a.at - b.at)
    .map(({ at, line }) => `${at}ms ${line}`);

function countsAt(openUntil: number | null) {
  const session = sessionFromText({ "ws wss://a.example/": lines() });
  const { trips, rules } = findRoundTrips(session, decodeSession(session));
  const until = openUntil === null ? null : START + openUntil;
  const [found] = measureRoundTrips(trips, rules, () => until);
  const { unanswered, underWay, lost, waiting, nextLateAt, types } = found ?? {};
  const rowsOf = (ids: readonly number[] = []) => ids.map((id) => trips.get(id).requestAt - START);
  return {
    counts: [unanswered, underWay],
    types: types?.map((it) => [it.unanswered, it.underWay]),
    lost: rowsOf(lost),
    waiting: rowsOf(waiting),
    nextMs: nextLateAt == null ? null : nextLateAt - START,
  };
}

it("what may still be answered is under way, and not unanswered, until it is late by others' answers", () => {
  expect(countsAt(11_500)).toEqual({
    counts: [1, 2],
    types: [
      [1, 1],
      [0, 1],
    ],
    lost: [2000],
    waiting: [10_000, 11_000],
    // Three times what the slowest answer took.
    nextMs: 17_500,
  });
  expect(countsAt(17_500)).toMatchObject({ counts: [2, 1], waiting: [11_000], nextMs: 18_500 });
  expect(countsAt(18_500)).toMatchObject({ counts: [3, 0], lost: [2000, 10_000, 11_000], nextMs: null });
});

it("nothing is under way on a connection that has ended", () => {
  expect(countsAt(null)).toMatchObject({ counts: [3, 0], waiting: [], nextMs: null });
  const ended = (end: string) =>
    analyse(sessionFromText({ "ws wss://a.example/": [...lines(), ...(end === "" ? [] : [end])] }))
      .roundTrips;
  expect(ended("")).toMatchObject([{ pairs: 9, unanswered: 1, underWay: 2 }]);
  expect(ended("11100ms closed 1006 network")).toMatchObject([{ pairs: 9, unanswered: 3, underWay: 0 }]);
});
