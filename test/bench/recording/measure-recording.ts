import type { BrowserName, DrivenBrowser } from "../../../tooling/browser/driven.ts";
import type { Cleanup } from "../cleanup.ts";
import { CONDITIONS, type ConditionId, orderRound } from "./conditions.ts";
import { type ConditionMeasurement, type OpenCondition, openCondition } from "./open-condition.ts";
import type { RoundLoad } from "./traffic-page.ts";

export interface TrafficOptions {
  readonly url: string;
  readonly extensionDir: string;
  readonly rounds: number;
  readonly quick: boolean;
  /** Hears how it goes. */
  readonly say: (line: string) => void;
}

/** One condition's part of one round; round 0 is the warm-up. */
export interface TrafficRound extends ConditionMeasurement {
  readonly round: number;
  readonly condition: ConditionId;
}

export interface TrafficResult {
  readonly browser: BrowserName;
  readonly version: string;
  readonly load: RoundLoad;
  readonly rounds: readonly TrafficRound[];
}

const QUICK_LOAD: RoundLoad = { receive: 2000, bursts: 4 };
/** What is measured to choose the length of a round. */
const TRIAL_LOAD: RoundLoad = { receive: 10_000, bursts: 8 };
const RECEIVE_SECONDS = 0.5;
/** However fast the bare page is: Firefox's network monitor takes longer for each further message of a connection. */
const MAX_RECEIVE_THOUSANDS = 12;

/** Measures one browser in all conditions, each in an instance of its own, all of which stay open over the rounds. */
export async function measureTraffic(
  name: BrowserName,
  options: TrafficOptions,
  cleanup: Cleanup,
): Promise<TrafficResult> {
  const browsers: DrivenBrowser[] = [];
  const endBrowsers = async () => void (await Promise.all(browsers.splice(0).map((it) => it.kill())));
  cleanup.add(endBrowsers);
  try {
    const opened: OpenCondition[] = [];
    for (const condition of CONDITIONS) {
      options.say(`${name}: opening ${condition.label}`);
      opened.push(
        await naming(
          name,
          condition.label,
          openCondition(name, condition, options, (it) => browsers.push(it)),
        ),
      );
    }
    const [first] = opened as [OpenCondition];
    const load = options.quick ? QUICK_LOAD : await chooseLoad(first);
    const rounds: TrafficRound[] = [];
    for (let round = 0; round <= options.rounds; round += 1) {
      const startedAt = performance.now();
      for (const one of orderRound(opened, round)) {
        const { id, label } = one.condition;
        rounds.push({ round, condition: id, ...(await naming(name, label, one.measure(load))) });
      }
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      options.say(
        `${name}: ${round === 0 ? "warm-up" : `round ${round} of ${options.rounds}`} (${seconds} s)`,
      );
    }
    return { browser: name, version: first.version, load, rounds };
  } finally {
    await endBrowsers();
  }
}

/** So many messages that receiving them takes a bare page about half a second, and a hindered one some seconds. */
async function chooseLoad(bare: OpenCondition): Promise<RoundLoad> {
  const { receivedPerSecond } = await bare.measure(TRIAL_LOAD);
  const thousands = Math.round((receivedPerSecond * RECEIVE_SECONDS) / 1000);
  return { ...TRIAL_LOAD, receive: Math.min(MAX_RECEIVE_THOUSANDS, Math.max(2, thousands)) * 1000 };
}

/** Says of an error where it happened. */
function naming<T>(name: BrowserName, label: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw new Error(`${name}, ${label}: ${error instanceof Error ? error.message : String(error)}`);
  });
}
