import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { DecodedPart } from "../../core/decode/decoded-part.ts";
import {
  checkOwnDecoder,
  MOST_OWN_CODE,
  MOST_OWN_DECODERS,
  MOST_OWN_NAME,
  MOST_OWN_URL,
  type OwnDecoder,
  type OwnFault,
} from "../../core/decode/own/own-decoder.ts";
import { parseDecoderFile, toDecoderFile, withDecoders } from "../../core/decode/own/own-decoder-file.ts";
import { parseOwnReading } from "../../core/decode/own/own-reading.ts";
import { toOwnParts } from "../../core/decode/own/to-own-parts.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView, EngineStatus } from "../../core/wire/engine-status.ts";
import type { MessageDetail } from "../../core/wire/message-detail.ts";
import type { OwnJob } from "../../core/wire/own-job.ts";
import { createDecoderRunner, type DecoderRunner, type RunnerState } from "./decoder-runner.ts";
import type { EngineConnection, PanelHost } from "./engine-connection.ts";

/** As much of a message as the engine gives a decoder too. */
const MOST_TRIED_BYTES = 1024 * 1024;

/** What a decoder made of the chosen message. */
export interface OwnTrial {
  /** Null: it leaves the message to others. */
  readonly parts: readonly DecodedPart[] | null;
  /** The trees that it gave with them, as JSON. */
  readonly trees: readonly (string | null)[];
  /** Why it failed; "" where it did not. */
  readonly failure: string;
  /** Where, in its code; 0 is not known. */
  readonly line: number;
}

/** The reader's own decoders: what there is of them, what is being written, and how they run. */
export interface OwnDecoderStore {
  /** Null until the engine has told. */
  readonly list: ReadonlySignal<readonly OwnDecoder[] | null>;
  /** The dialog is shown. */
  readonly shown: Signal<boolean>;
  /** The decoder that is looked at, as it is written now; null is none. */
  readonly draft: ReadonlySignal<OwnDecoder | null>;
  /** The decoders whose text is not kept yet, by id. */
  readonly unsaved: ReadonlySignal<ReadonlySet<string>>;
  /** How it stands with those that have run, by id. */
  readonly states: ReadonlySignal<ReadonlyMap<string, RunnerState>>;
  readonly trial: ReadonlySignal<OwnTrial | "running" | null>;
  /** Opens the dialog, with a decoder or with a new one for an address. */
  open(id?: string | null, url?: string): void;
  choose(id: string): void;
  create(url: string): void;
  write(change: Partial<Pick<OwnDecoder, "name" | "url" | "code">>): void;
  /** Keeps what is written; answers what is wrong with it, else "". A new one is on from then. */
  save(): string;
  remove(id: string): void;
  switchOn(id: string, on: boolean): void;
  /** Runs one again that was stopped. */
  runAgain(id: string): void;
  tryOn(detail: MessageDetail, connection: ConnectionView): void;
  importFile(file: File): Promise<void>;
  exportAll(): void;
  dispose(): void;
}

const TEMPLATE = `// Called for each message. Answer null to leave a message to Duplex.
function decode(message, connection) {
  // message: index, received, text, bytes, binary, cut, event
  // connection: kind, url, subprotocol, contentType
  return {
    kind: "message",
    summary: message.text,
    // and: event, channel, control, failed, problem, key, role, from, to, carries, tree
  };
}
`;

/** Creates it; what the engine asks to have decoded is run from now on. */
export function createOwnDecoderStore(
  engine: EngineConnection,
  host: PanelHost,
  status: ReadonlySignal<EngineStatus | null>,
  fail: (problem: unknown) => void,
): OwnDecoderStore {
  const list = signal<readonly OwnDecoder[] | null>(null);
  const shown = signal(false);
  const drafts = new Map<string, OwnDecoder>();
  const draft = signal<OwnDecoder | null>(null);
  const unsaved = signal<ReadonlySet<string>>(new Set());
  const states = signal<ReadonlyMap<string, RunnerState>>(new Map());
  const trial = signal<OwnTrial | "running" | null>(null);
  const runners = new Map<string, { readonly code: string; readonly runner: DecoderRunner }>();
  let trials = 0;

  function tellStates(): void {
    states.value = new Map(Array.from(runners, ([id, { runner }]) => [id, runner.state]));
  }

  function endRunner(id: string): void {
    const running = runners.get(id);
    runners.delete(id);
    running?.runner.close();
    tellStates();
  }

  function runnerOf({ id, code }: OwnDecoder): DecoderRunner {
    const known = runners.get(id);
    if (known?.code === code) return known.runner;
    if (known !== undefined) endRunner(id);
    const runner = createDecoderRunner(code, host.openSandbox, tellStates);
    runners.set(id, { code, runner });
    return runner;
  }

  async function run({ decoder, ...job }: OwnJob): Promise<void> {
    const answers = await runnerOf(decoder).run(job);
    await engine.call("own-answers", { job: job.job, answers }).catch(fail);
  }

  function take(decoders: readonly OwnDecoder[]): void {
    list.value = decoders;
    for (const [id, { code }] of runners) {
      if (!decoders.some((it) => it.id === id && it.on && it.code === code)) endRunner(id);
    }
  }

  function keep(decoders: readonly OwnDecoder[]): void {
    list.value = decoders;
    engine.call("settings", { ownDecoders: decoders }).then((it) => take(it.ownDecoders ?? []), fail);
  }

  // Not of every state: to ask for the settings makes the engine tell another.
  const changes = computed(() => status.value?.ownDecoders ?? null);
  const stop = effect(() => {
    if (changes.value === null) return;
    engine.call("settings", {}).then((it) => take(it.ownDecoders ?? []), fail);
  });
  engine.onJob((job) => void run(job));

  function show(decoder: OwnDecoder | null): void {
    draft.value = decoder;
    trial.value = null;
    trials += 1;
  }

  function choose(id: string): void {
    show(drafts.get(id) ?? list.peek()?.find((it) => it.id === id) ?? null);
  }

  function tellUnsaved(): void {
    unsaved.value = new Set(drafts.keys());
  }

  function create(url: string): void {
    const decoder = { id: crypto.randomUUID(), name: "", url, code: TEMPLATE, on: true };
    drafts.set(decoder.id, decoder);
    tellUnsaved();
    show(decoder);
  }

  return {
    list,
    shown,
    draft,
    unsaved,
    states,
    trial,
    open(id = null, url = "*") {
      shown.value = true;
      const all = list.peek() ?? [];
      if (id !== null) choose(id);
      else if (url !== "*" || all.length === 0) create(url);
      else if (draft.peek() === null) choose(all[0]?.id ?? "");
    },
    choose,
    create,
    write(change) {
      const before = draft.peek();
      if (before === null) return;
      const written = { ...before, ...change };
      drafts.set(written.id, written);
      tellUnsaved();
      draft.value = written;
    },
    save() {
      const written = draft.peek();
      if (written === null) return "";
      const wrong = checkOwnDecoder(written);
      if (wrong !== null) return sayFault(wrong);
      const before = list.peek() ?? [];
      const isKnown = before.some(({ id }) => id === written.id);
      if (!isKnown && before.length >= MOST_OWN_DECODERS)
        return say("ownRoomFor", { most: MOST_OWN_DECODERS });
      const now = { ...written, on: before.find(({ id }) => id === written.id)?.on ?? true };
      drafts.delete(now.id);
      tellUnsaved();
      draft.value = now;
      keep(isKnown ? before.map((it) => (it.id === now.id ? now : it)) : [...before, now]);
      return "";
    },
    remove(id) {
      drafts.delete(id);
      tellUnsaved();
      const left = (list.peek() ?? []).filter((it) => it.id !== id);
      if (draft.peek()?.id === id) show(left[0] ?? null);
      if (left.length !== list.peek()?.length) keep(left);
    },
    switchOn(id, on) {
      keep((list.peek() ?? []).map((it) => (it.id === id ? { ...it, on } : it)));
      const looked = draft.peek();
      if (looked?.id === id) draft.value = { ...looked, on };
    },
    runAgain(id) {
      runners.get(id)?.runner.again();
      engine.call("own-again", { decoder: id }).catch(fail);
    },
    tryOn({ row, payload }, { kind, url, protocol, stream }) {
      const decoder = draft.peek();
      if (decoder === null) return;
      trials += 1;
      const mine = trials;
      trial.value = "running";
      const runner = createDecoderRunner(decoder.code, host.openSandbox, () => {});
      const bytes = payload.slice(0, MOST_TRIED_BYTES);
      const cut = bytes.length < row.size;
      const binary = row.payloadType === "binary";
      const message = {
        index: 0,
        received: row.direction === "received",
        bytes,
        binary,
        cut,
        event: row.name,
      };
      const connection = {
        kind,
        url,
        subprotocol: protocol ?? "",
        contentType: stream?.contentType ?? "",
      };
      void runner.run({ connection, messages: [message], whole: true }).then(([answer]) => {
        const { line } = runner.state;
        runner.close();
        if (mine !== trials) return;
        const reading = parseOwnReading(answer);
        const failure = "failure" in reading ? reading.failure : "";
        const parts = failure === "" ? toOwnParts(decoder, reading, { bytes, binary, cut }) : null;
        const trees = "failure" in reading ? [] : reading.parts.map((it) => it.tree);
        trial.value = { parts, trees, failure, line: line || lineIn(failure) };
      });
    },
    async importFile(file) {
      try {
        keep(withDecoders(list.peek() ?? [], parseDecoderFile(await file.text())));
        const looked = draft.peek();
        if (looked !== null && !drafts.has(looked.id)) choose(looked.id);
      } catch (problem) {
        fail(problem);
      }
    },
    exportAll() {
      const text = toDecoderFile(list.peek() ?? []);
      host.saveFile(new Blob([text], { type: "application/json" }), "decoders.duplex.json");
    },
    dispose() {
      stop();
      for (const { runner } of runners.values()) runner.close();
      runners.clear();
    },
  };
}

function sayFault(fault: OwnFault): string {
  switch (fault) {
    case "no name":
      return say("ownNeedsName");
    case "long name":
      return say("ownLongName", { most: MOST_OWN_NAME });
    case "no url":
      return say("ownNeedsUrl");
    case "long url":
      return say("ownLongUrl", { most: MOST_OWN_URL });
    case "long code":
      return say("ownLongCode", { most: MOST_OWN_CODE });
  }
}

/** The Worker's own failures say their line at the end, in English. */
function lineIn(failure: string): number {
  return Number(/\(line (\d+)\)$/.exec(failure)?.[1] ?? 0);
}
