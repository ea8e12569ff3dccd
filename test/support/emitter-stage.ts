import type { Batch } from "../../src/core/wire/batch.ts";
import { encodePageBatch } from "../../src/core/wire/page-batch.ts";
import { DEFAULT_LIMITS, toNumbers } from "../../src/core/wire/page-limits.ts";
import { SOCKET_CREATED } from "../../src/core/wire/page-records.ts";
import { createFeed, type Feed } from "../../src/feed/feed.ts";
import { createEmitter, type Emitter } from "../../src/page/emitter.ts";
import { createGuard } from "../../src/page/guard.ts";
import { type Natives, takeNatives } from "../../src/page/natives.ts";
import { FakeWindow } from "./fake-window.ts";

/** A Blob whose bytes come when a test says so. */
export class LateBlob {
  arrive!: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  fail!: () => Promise<void>;
  readonly bytes: Promise<ArrayBuffer>;
  constructor(readonly size: number) {
    this.bytes = new Promise((resolve, reject) => {
      this.arrive = (bytes) => settled(() => resolve(bytes.buffer));
      this.fail = () => settled(() => reject(new Error("NotReadableError")));
    });
  }
}

/** Runs what the promise's end sets off. */
async function settled(act: () => void): Promise<void> {
  act();
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

/** The first word of a stage's frame. */
const FRAME = { type: "frame-started", at: 0, url: "https://a.example/", top: true, origin: "" } as const;

/** An emitter with a feed behind it, whose batches are taken as long as `taking`, and what became of both. */
export interface EmitterStage {
  readonly emitter: Emitter;
  readonly feed: Feed;
  /** What the relay does when somebody takes batches again. */
  ready(): void;
  readonly batches: Batch[];
  readonly failures: string[];
  /** How often it asked to be asked. */
  waits(): number;
  readonly clock: { ms: number };
  taking: boolean;
  /** Nobody hears that there is something to ask for. */
  deaf: boolean;
  /** Hauls do not arrive, and nobody says so: the page has left no stack to hear them with. */
  unheard: boolean;
  /** Says that sockets have been created. */
  open(...connections: number[]): void;
  /** Says texts on a connection, one a millisecond. */
  say(connection: number, ...texts: string[]): void;
}

export function createEmitterStage(): EmitterStage {
  const window = new FakeWindow();
  const failures: string[] = [];
  const batches: Batch[] = [];
  const natives: Natives = {
    ...takeNatives(window.asWindow),
    blobSize: (data) => (data instanceof LateBlob ? data.size : null),
    sliceBlob: (blob) => blob,
    readBlob: (blob, done) =>
      (blob as unknown as LateBlob).bytes.then(
        (bytes) => done(new Uint8Array(bytes)),
        () => done(new Uint8Array(0)),
      ),
  };
  const feed = createFeed("frame-1", FRAME, DEFAULT_LIMITS, (batch) => {
    if (stage.taking) batches.push(encodePageBatch(structuredClone(batch)) as Batch);
    return stage.taking;
  });
  let waits = 0;
  const emitter = createEmitter(
    natives,
    createGuard((message) => failures.push(message)),
    {
      take: (haul) => stage.unheard || feed.take(haul),
      spare: (haul) => void (stage.unheard || feed.spare(haul)),
      askLater() {
        waits += 1;
        return stage.deaf;
      },
    },
  );
  toNumbers(DEFAULT_LIMITS).forEach(emitter.setLimit);
  const stage: EmitterStage = {
    emitter,
    feed,
    ready() {
      if (feed.flush()) emitter.setReady();
    },
    batches,
    failures,
    waits: () => waits,
    clock: window.clock,
    taking: true,
    deaf: false,
    unheard: false,
    open(...connections) {
      for (const connection of connections) {
        emitter.record(SOCKET_CREATED, natives.now(), connection, "", "");
      }
    },
    say(connection, ...texts) {
      for (const text of texts) {
        window.clock.ms += 1;
        emitter.message(natives.now(), connection, 0, text);
      }
    },
  };
  return stage;
}
