import type { Traffic } from "../../../../support/polling-traffic.ts";

/** An application that loads: document, styles, scripts, fonts, pictures, and the questions of its start in a waterfall. */
export function loadSite(t: Traffic, origin: string, questions: readonly string[] = [], at = 0): void {
  t.ask({
    at,
    url: `${origin}/`,
    type: "document",
    mime: "text/html",
    answer: "<!doctype html><title>x</title>",
    ms: 180,
  });
  const parts: readonly (readonly [string, string, string])[] = [
    ["css", "stylesheet", "text/css"],
    ["js", "script", "text/javascript"],
    ["js", "script", "text/javascript"],
    ["js", "script", "text/javascript"],
    ["woff2", "font", "font/woff2"],
    ["svg", "image", "image/svg+xml"],
    ["png", "image", "image/png"],
  ];
  for (const [end, type, mime] of parts) {
    const url = `${origin}/static/chunk-${t.hex(8)}.${end}`;
    t.ask({ at: at + 200 + 250 * t.random(), url, type, mime, answer: "…" });
  }
  let next = at + 500;
  for (const path of questions) {
    t.ask({
      at: next,
      url: `${origin}${path}`,
      answer: { data: t.hex(12) },
      stack: ["request", "loadApp", "main"],
    });
    next += 20 + 160 * t.random();
  }
}

/** What a person does: so many times, with pauses around `median` ms; answers with when it ended. */
export function actAsPerson(
  t: Traffic,
  { from, times, median }: { readonly from: number; readonly times: number; readonly median: number },
  act: (at: number, index: number) => void,
): number {
  let at = from;
  for (let index = 0; index < times; index += 1) {
    act(at, index);
    at += Math.max(180, t.human(median, 0.7));
  }
  return at;
}
