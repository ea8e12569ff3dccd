import { weighPageBatch } from "../core/wire/page-batch.ts";
import type { RelayCommand, RelayMessage } from "../core/wire/port-message.ts";

/** What the sender needs of a `runtime.Port`. */
export interface SenderPort {
  postMessage(message: RelayMessage): void;
  disconnect(): void;
  readonly onMessage: { addListener(listener: (command: RelayCommand) => void): void };
  readonly onDisconnect: { addListener(listener: () => void): void };
}

/** What may be under way without an acknowledgement; beyond it the sender takes nothing more for now. */
export const MAX_UNACKNOWLEDGED_BYTES = 32 * 1024 * 1024;
/**
 * As long as nobody has answered: in Chromium a port stays open, and silent, where only the DevTools of another tab
 * have heard of it.
 */
export const MAX_UNANSWERED_BYTES = 1024 * 1024;
/** Longer than a devtools page that has a frame's port takes to answer, also while a page is being loaded. */
export const ANSWERS_WITHIN_MS = 2000;

/**
 * Nobody has answered for so long that nobody will: DevTools has crashed, or the extension is gone. What was kept for a
 * listener that would come back is let go, but for as much as any silent frame keeps.
 */
export const FORGET_AFTER_MS = 60_000;

/** Sends batches in order over ports that come and go; each is kept until it is acknowledged. */
export interface ResendingSender {
  /** Whether the batch was taken: not where nobody listens, nor while too much is under way. */
  send(batch: RelayMessage["batch"]): boolean;
  /** Somebody may listen now. */
  wake(): void;
}

/**
 * Creates a sender. It opens a port when it first has something to send, and again whenever a port goes from which
 * somebody had answered (a background that the browser stopped). A port that goes unanswered, or is not answered in
 * time, means that nobody listens: `on.idle` is told, and nothing is taken until `wake` or an answer that is late.
 */
export function createResendingSender(
  connect: () => SenderPort,
  on: { ready: () => void; arm: () => void; idle: () => void },
  later: (callback: () => void, ms: number) => void = setTimeout,
  /** 0: nothing is taken, and kept, before somebody has answered. */
  maxUnansweredBytes = MAX_UNANSWERED_BYTES,
): ResendingSender {
  let port: SenderPort | null = null;
  let answered = false;
  let idle = false;
  let number = 0;
  let unacknowledged: RelayMessage[] = [];
  let bytes = 0;
  let held = false;
  /** How often nobody answered: what is to be forgotten later is forgotten only if nobody has since. */
  let rests = 0;

  function open(): boolean {
    const old = port;
    port = null;
    answered = false;
    let opened: SenderPort;
    try {
      old?.disconnect();
      opened = connect();
    } catch {
      // The extension was reloaded or removed under this page: this script is an orphan.
      rest();
      return false;
    }
    port = opened;
    idle = false;
    opened.onMessage.addListener((command) => {
      if (port !== opened) return;
      answered = true;
      idle = false;
      if (command.kind === "ack") acknowledge(command.number);
      else on.arm();
    });
    opened.onDisconnect.addListener(() => {
      if (port !== opened) return;
      port = null;
      if (answered) open();
      else rest();
    });
    later(() => {
      // The port stays: a late answer is one all the same.
      if (port === opened && !answered) rest();
    }, ANSWERS_WITHIN_MS);
    for (const message of unacknowledged) post(message);
    return true;
  }

  function post(message: RelayMessage): void {
    try {
      port?.postMessage(message);
    } catch {
      // The port is closed and has not said so yet; the message goes with the next one.
    }
  }

  function rest(): void {
    if (idle) return;
    idle = true;
    on.idle();
    rests += 1;
    const rested = rests;
    later(() => {
      if (idle && rested === rests) forget();
    }, FORGET_AFTER_MS);
  }

  /** The oldest go; whoever listens next begins with what is left. */
  function forget(): void {
    while (bytes > MAX_UNANSWERED_BYTES)
      bytes -= weighPageBatch((unacknowledged.shift() as RelayMessage).batch);
  }

  function acknowledge(upTo: number): void {
    const done = unacknowledged.findIndex((it) => it.number > upTo);
    const gone = done === -1 ? unacknowledged : unacknowledged.slice(0, done);
    unacknowledged = done === -1 ? [] : unacknowledged.slice(done);
    for (const message of gone) bytes -= weighPageBatch(message.batch);
    if (held && bytes < MAX_UNACKNOWLEDGED_BYTES / 2) {
      held = false;
      on.ready();
    }
  }

  return {
    send(batch) {
      if (idle || (port === null && !open())) return false;
      if (bytes >= (answered ? MAX_UNACKNOWLEDGED_BYTES : maxUnansweredBytes)) {
        held = true;
        return false;
      }
      number += 1;
      const message: RelayMessage = { kind: "batch", number, batch };
      unacknowledged.push(message);
      bytes += weighPageBatch(batch);
      post(message);
      return true;
    },
    wake() {
      idle = false;
      // On a port of its own the new listener learns of this frame, and arms it. One that has nothing to say is silent.
      if (number > 0 || port !== null) open();
      else on.ready();
    },
  };
}
