import {
  OWN_READY,
  OWN_WRONG,
  type OwnQuestion,
  toOwnWorkerSource,
} from "../../core/decode/own/own-worker-source.ts";
import { say } from "../../core/text/say.ts";
import type { Milliseconds } from "../../core/units.ts";
import type { Sandbox, SandboxWord } from "./sandbox.ts";

/** So long a decoder may take for one message. */
export const MOST_DECODE_MS: Milliseconds = 2000;
/** A Worker begins slowly where the machine is busy: that is no fault of its script. */
export const MOST_BEGIN_MS: Milliseconds = 15_000;
/** After so many in a row that took too long nothing more is asked, until it is changed or the reader wants it again. */
export const MOST_TIMEOUTS = 5;

/** How it stands with a decoder of the reader's own. */
export interface RunnerState {
  /** `broken`: it does not begin. `stopped`: it took too long too often. */
  readonly state: "fine" | "broken" | "stopped";
  /** What went wrong last, as a clause; "" is nothing. */
  readonly problem: string;
  readonly line: number;
  /** How many messages took too long, and how many Workers were begun. */
  readonly timeouts: number;
  readonly started: number;
}

/** Runs one decoder in a sandbox, one message after the other. */
export interface DecoderRunner {
  readonly state: RunnerState;
  /** Answers each message of a question, in their order: see `parseOwnReading`. Never rejects. */
  run(question: OwnQuestion): Promise<string[]>;
  /** Tries again after it was stopped. */
  again(): void;
  close(): void;
}

interface Running {
  readonly question: OwnQuestion;
  readonly answers: string[];
  /** Of the messages that the Worker has now, the place of the first. */
  from: number;
  done(answers: string[]): void;
}

/** Creates a runner of some code; nothing is started before there is something to decode. `told` hears of every other state. */
export function createDecoderRunner(
  code: string,
  openSandbox: () => Sandbox,
  told: () => void,
): DecoderRunner {
  const source = toOwnWorkerSource(code);
  const waiting: Running[] = [];
  let sandbox: Sandbox | null = null;
  let current: Running | null = null;
  let isReady = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inRow = 0;
  let state: RunnerState = { state: "fine", problem: "", line: 0, timeouts: 0, started: 0 };

  function set(change: Partial<RunnerState>): void {
    state = { ...state, ...change };
    told();
  }

  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(tookTooLong, isReady ? MOST_DECODE_MS : MOST_BEGIN_MS);
  }

  function end(): void {
    clearTimeout(timer);
    isReady = false;
    sandbox?.stop();
  }

  function start(): void {
    sandbox ??= openSandbox();
    isReady = false;
    set({ started: state.started + 1 });
    watch();
    sandbox.start(source, hear);
  }

  /** Gives the Worker what is left of the question. */
  function ask(): void {
    if (current === null) return;
    const { question, answers } = current;
    const messages = question.messages.slice(answers.length);
    current.from = answers.length;
    watch();
    sandbox?.ask({ ...question, messages }, messages.length);
  }

  function hear(word: SandboxWord): void {
    if ("error" in word) failed(word.error, word.line);
    else if (!isReady) began(word.text);
    else if (current !== null) {
      const { text } = word;
      const space = text.indexOf(" ");
      const place = current.from + Number(text.slice(0, space));
      // What comes in another order is not what our end of it has said.
      if (space < 1 || place !== current.answers.length) failed(say("ownSaysUnasked"), 0);
      else {
        inRow = 0;
        answered(text.slice(space + 1));
      }
    }
  }

  function began(text: string): void {
    if (text === OWN_READY) {
      isReady = true;
      if (current === null) clearTimeout(timer);
      else ask();
    } else broke(text.startsWith(OWN_WRONG) ? text.slice(OWN_WRONG.length) : say("ownSaysUnasked"), 0);
  }

  function answered(answer: string): void {
    if (current === null) return;
    current.answers.push(answer);
    if (current.answers.length < current.question.messages.length) watch();
    else finish();
  }

  function finish(): void {
    clearTimeout(timer);
    const done = current;
    current = null;
    done?.done(done.answers);
    next();
  }

  function next(): void {
    if (current !== null) return;
    current = waiting.shift() ?? null;
    if (current === null) return;
    if (state.state !== "fine") giveUp();
    else if (current.question.messages.length === 0) finish();
    else if (isReady) ask();
    else start();
  }

  /** Answers all that is left of the question with why it cannot be. */
  function giveUp(): void {
    if (current === null) return;
    const why =
      state.state === "stopped"
        ? say("ownInRow", { problem: state.problem, times: MOST_TIMEOUTS })
        : state.problem;
    const { answers, question } = current;
    while (answers.length < question.messages.length) answers.push(toFailure(why));
    finish();
  }

  function broke(problem: string, line: number): void {
    end();
    set({ state: "broken", problem: withLine(problem, line), line });
    giveUp();
  }

  /** An error that no call of `decode` threw: while it begins, or in something that it has begun. */
  function failed(problem: string, line: number): void {
    if (!isReady) {
      broke(problem, line);
      return;
    }
    end();
    set({ problem: withLine(problem, line), line });
    failOne(withLine(problem, line));
  }

  function tookTooLong(): void {
    const isStarting = !isReady;
    end();
    inRow += 1;
    const problem = isStarting
      ? say("ownTookToBegin", { ms: MOST_BEGIN_MS })
      : say("ownTookTooLong", { ms: MOST_DECODE_MS });
    const isLast = isStarting || inRow >= MOST_TIMEOUTS;
    set({
      problem,
      line: 0,
      timeouts: state.timeouts + 1,
      ...(isLast ? { state: isStarting ? "broken" : "stopped" } : {}),
    });
    if (isLast) giveUp();
    else failOne(problem);
  }

  /** The message that it was at fails; the next one is decoded by a Worker of its own. */
  function failOne(problem: string): void {
    const before = current;
    answered(toFailure(problem));
    if (current !== null && current === before) start();
  }

  return {
    get state() {
      return state;
    },
    run(question) {
      return new Promise((done) => {
        waiting.push({ question, answers: [], from: 0, done });
        next();
      });
    },
    again() {
      inRow = 0;
      set({ state: "fine", problem: "", line: 0 });
    },
    close() {
      end();
      sandbox?.close();
      sandbox = null;
      set({ state: "broken", problem: say("ownWasChanged") });
      giveUp();
    },
  };
}

function toFailure(failure: string): string {
  return JSON.stringify({ failure });
}

function withLine(problem: string, line: number): string {
  return line > 0 ? say("ownAtLine", { problem, line }) : problem;
}
