import { toCall } from "../expression.ts";
import type { ChromeScope } from "./chrome-scope.ts";

// biome-ignore lint/suspicious/noExplicitAny: Firefox's internals have no published types.
type Internal = any;

declare const Services: Internal;

/**
 * Watches the main thread of the extension's process, on which all of its pages run. Firefox tells no page of long
 * tasks, but its profiler is told of each that took 50 ms (`LongTask`, seen in Firefox 153: busy for 77 ms, told as
 * 77.7). It runs in that process alone and takes no samples, so that the inspected page is not slower for it.
 * What it returns resolves with the milliseconds of the longest since it was last called; 0 where there was none.
 */
export async function watchLongTasks(scope: ChromeScope): Promise<() => Promise<number>> {
  const evaluate = async <T>(call: string) => JSON.parse(await scope.call(inExtensionProcess, call)) as T;
  let since = await evaluate<number>(toCall(startProfiler));
  return async () => {
    const { longest, until } = await evaluate<{ longest: number; until: number }>(toCall(takeLongest, since));
    since = until;
    return longest;
  };
}

/** Runs in the window's script world: evaluates in the extension's process; resolves with the value as JSON. */
function inExtensionProcess(expression: string): Promise<string> {
  const { ppmm } = Services;
  const processes = Array.from({ length: ppmm.childCount }, (_, index) => ppmm.getChildAt(index));
  const process = processes.find(({ remoteType }) => remoteType === "extension");
  const name = `duplex:${Math.random()}`;
  return new Promise((resolve, reject) => {
    process.addMessageListener(name, function hear({ data }: { data: { json: string; problem: string } }) {
      process.removeMessageListener(name, hear);
      if (data.problem === "") resolve(data.json);
      else reject(new Error(data.problem));
    });
    const script = `{
      const answer = { json: "", problem: "" };
      try { answer.json = JSON.stringify(${expression}); } catch (error) { answer.problem = String(error); }
      sendAsyncMessage(${JSON.stringify(name)}, answer);
    }`;
    process.loadProcessScript(`data:,${encodeURIComponent(script)}`, false);
  });
}

/** Runs in the extension's process, as the next does. Answers the time, in the profiler's milliseconds. */
function startProfiler(): number {
  // 128 MiB of marks are minutes of a busy process; an interval is asked for, though nothing is sampled.
  Services.profiler.StartProfiler(2 ** 24, 1, ["nostacksampling"], ["GeckoMain"]);
  return Services.profiler.getElapsedTime();
}

/** What began before `since` is the last look itself. The profiler begins anew, so that its marks take no memory. */
function takeLongest(since: number): { longest: number; until: number } {
  const until = Services.profiler.getElapsedTime();
  const { threads } = Services.profiler.getProfileData();
  const { stringTable, markers } = threads.find((it: { name: string }) => it.name === "GeckoMain");
  const { name, startTime, endTime } = markers.schema;
  let longest = 0;
  let first = until;
  for (const marker of markers.data) {
    first = Math.min(first, marker[startTime] ?? first);
    if (stringTable[marker[name]] !== "LongTask" || marker[startTime] < since) continue;
    longest = Math.max(longest, marker[endTime] - marker[startTime]);
  }
  // A thread has marks all the time: where the oldest are gone, it has not been watched.
  const LATEST_FIRST_MS = 2000;
  if (first > since + LATEST_FIRST_MS) throw new Error("The profiler has forgotten what came first.");
  Services.profiler.StopProfiler();
  Services.profiler.StartProfiler(2 ** 24, 1, ["nostacksampling"], ["GeckoMain"]);
  return { longest, until };
}
