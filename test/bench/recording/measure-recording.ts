import type { BrowserName, DrivenBrowser } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { orderRound } from "../order-round.ts";
import type { PartOptions } from "../part.ts";
import { CONDITIONS, type ConditionId } from "./conditions.ts";
import {
  type ConditionMeasurement,
  type OpenCondition,
  openCondition,
  type RoundLoad,
} from "./open-condition.ts";

/** One condition's part of one round; round 0 is the warm-up. */
export interface RecordingRound extends ConditionMeasurement {
  readonly round: number;
  readonly condition: ConditionId;
}

export interface RecordingResult {
  readonly browser: BrowserName;
  readonly version: string;
  readonly load: RoundLoad;
  readonly rounds: readonly RecordingRound[];
}

const LOAD: RoundLoad = { receive: 40_000, bursts: 6 };
const QUICK_LOAD: RoundLoad = { receive: 2000, bursts: 2 };

/** Measures one browser in all conditions, each in an instance of its own, all of which stay open over the rounds. */
export async function measureRecording(
  name: BrowserName,
  options: PartOptions,
  cleanup: Cleanup,
): Promise<RecordingResult> {
  const browsers: DrivenBrowser[] = [];
  const endBrowsers = async () => void (await Promise.all(browsers.splice(0).map((it) => it.kill())));
  cleanup.add(endBrowsers);
  try {
    const opened: OpenCondition[] = [];
    for (const condition of CONDITIONS) {
      const open = openCondition(name, condition, options, (it) => browsers.push(it));
      opened.push(await naming(name, condition.label, open));
    }
    const load = options.quick ? QUICK_LOAD : LOAD;
    const rounds: RecordingRound[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      for (const one of orderRound(opened, round)) {
        const { id, label } = one.condition;
        rounds.push({ round, condition: id, ...(await naming(name, label, one.measure(load))) });
      }
      options.say(`recording, ${round === 0 ? "warm-up" : `round ${round} of ${options.rounds}`}`);
    }
    return { browser: name, version: opened[0]?.version ?? "", load, rounds };
  } finally {
    await endBrowsers();
  }
}

/** Says of an error where it happened. */
function naming<T>(name: BrowserName, label: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new Error(`${name}, ${label}: ${error instanceof Error ? error.message : String(error)}`);
  });
}
