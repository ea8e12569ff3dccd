import { describe, expect, it } from "vitest";
import { mergeSettings } from "../../../tooling/browser/chromium/profile.ts";
import { findComplete } from "../../../tooling/browser/downloads.ts";
import { toCall, unwrapValue, wrapExpression } from "../../../tooling/browser/expression.ts";
import { toKeyActions } from "../../../tooling/browser/firefox/hands.ts";
import { toStableUuid, toUserJs } from "../../../tooling/browser/firefox/profile.ts";
import { isWriting, MODIFIER_BITS, parseKeyPress } from "../../../tooling/browser/keys.ts";
import { toWaiting } from "../../../tooling/browser/panel.ts";
import { findTree, parseProcStat } from "../../../tooling/browser/process-tree.ts";
import { until } from "../../../tooling/browser/until.ts";

/** Runs source text the way a browser does: as a script of its own. */
// biome-ignore lint/security/noGlobalEval: the sources under test are made for evaluating
const run = (source: string): unknown => globalThis.eval(source);

describe("an expression for a browser", () => {
  it("is awaited and comes back by value", async () => {
    expect(unwrapValue(await run(wrapExpression("Promise.resolve([1, { a: 'b' }]);")))).toEqual([
      1,
      { a: "b" },
    ]);
    expect(unwrapValue(await run(wrapExpression("void 0 // nothing")))).toBeUndefined();
  });

  it("calls a function by its source", () => {
    expect(run(toCall((a: number, b: { c: string }) => `${a}${b.c}`, 1, { c: "é\u2028" }))).toBe("1é\u2028");
  });

  it("can wait for a value and tell the last one", async () => {
    const state = globalThis as { duplexTest?: number };
    state.duplexTest = 0;
    setTimeout(() => {
      state.duplexTest = 7;
    }, 30);
    expect(await run(toWaiting("globalThis.duplexTest", 2000))).toBe(7);
    await expect(run(toWaiting("({ no: null }).no", 30))).rejects.toThrow(
      /\(\{ no: null \}\)\.no \(last: null\)/,
    );
    await expect(run(toWaiting("missing.name", 30))).rejects.toThrow(/missing is not defined/);
  });
});

describe("until", () => {
  it("resolves with the first truthy answer, errors notwithstanding", async () => {
    let calls = 0;
    const answer = await until("three calls", () => {
      if (++calls === 1) throw new Error("early");
      return calls === 3 ? "done" : null;
    });
    expect(answer).toBe("done");
  });

  it("tells what it waited for and what it saw last", async () => {
    await expect(until("rain", () => Promise.reject(new Error("dry")), 30)).rejects.toThrow(
      "Waited 0.03 s for rain (last error: dry).",
    );
  });
});

describe("a key press", () => {
  it("is read with its modifiers", () => {
    const press = parseKeyPress("Control+Shift+f");
    expect(press).toMatchObject({ key: "f", code: "KeyF", keyCode: 70 });
    expect(press.modifiers.map((key) => key.key)).toEqual(["Control", "Shift"]);
    expect(parseKeyPress("+").key).toBe("+");
    expect(parseKeyPress("Control++")).toMatchObject({ key: "+", modifiers: [{ key: "Control" }] });
    expect(parseKeyPress("Space")).toMatchObject({ key: " ", code: "Space" });
    expect(() => parseKeyPress("Hyper+x")).toThrow('"Hyper"');
    expect(() => parseKeyPress("Entre")).toThrow('"Entre"');
  });

  it("writes unless a command key is held", () => {
    expect(isWriting(parseKeyPress("a"), MODIFIER_BITS.Shift ?? 0)).toBe(true);
    expect(isWriting(parseKeyPress("a"), MODIFIER_BITS.Control ?? 0)).toBe(false);
    expect(isWriting(parseKeyPress("Escape"), 0)).toBe(false);
  });

  it("lets modifiers go in reverse", () => {
    const actions = toKeyActions(parseKeyPress("Control+Shift+f")).map(
      (action) => `${action.type} ${action.value}`,
    );
    expect(actions).toEqual([
      "keyDown \uE009",
      "keyDown \uE008",
      "keyDown f",
      "keyUp f",
      "keyUp \uE008",
      "keyUp \uE009",
    ]);
  });
});

describe("a download", () => {
  it("is complete when nothing partial lies beside it", () => {
    expect(findComplete(["a.har", "b.txt"], "a.har")).toEqual(["a.har"]);
    expect(findComplete(["a.har", "a(1).har"], /\.har$/)).toEqual(["a.har", "a(1).har"]);
    expect(findComplete(["a.har", "a.XyZ.har.part"], "a.har")).toEqual([]);
    expect(findComplete(["a.har", "Unconfirmed 12.crdownload"], "a.har")).toEqual([]);
  });
});

describe("a profile", () => {
  it("keeps what it had where nothing is said about it", () => {
    const merged = mergeSettings({ a: { b: 1, c: [1] }, d: 2 }, { a: { c: [2] }, e: 3 });
    expect(merged).toEqual({ a: { b: 1, c: [2] }, d: 2, e: 3 });
  });

  it("gives an extension the same well-formed UUID each time", () => {
    expect(toStableUuid("a@b.c")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(toStableUuid("a@b.c")).toBe(toStableUuid("a@b.c"));
    expect(toStableUuid("a@b.c")).not.toBe(toStableUuid("a@b.d"));
  });

  it("writes preferences as Firefox reads them", () => {
    expect(toUserJs({ a: true, b: 2, c: '{"x":"y"}' })).toBe(
      'user_pref("a", true);\nuser_pref("b", 2);\nuser_pref("c", "{\\"x\\":\\"y\\"}");\n',
    );
  });
});

describe("a tree of processes", () => {
  it("has the group, the children and their children", () => {
    const row = (pid: number, parent: number, group: number) => ({ pid, parent, group, state: "S" });
    const rows = [row(1, 0, 1), row(5, 1, 5), row(6, 5, 6), row(7, 6, 7), row(8, 1, 5), row(9, 1, 9)];
    expect(findTree(rows, 5).sort()).toEqual([5, 6, 7, 8]);
  });

  it("reads a line of /proc, whatever the program is called", () => {
    expect(parseProcStat("42 (Web (Co) ntent) S 7 40 40 0 -1")).toEqual({
      pid: 42,
      parent: 7,
      group: 40,
      state: "S",
    });
    expect(parseProcStat("")).toBeNull();
  });
});
