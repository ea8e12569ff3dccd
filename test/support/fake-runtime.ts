import type { Runtime } from "webextension-polyfill";

/** A WebExtension event. */
export class FakeSignal<A extends unknown[]> {
  readonly #listeners: ((...args: A) => void)[] = [];
  addListener(listener: (...args: A) => void): void {
    this.#listeners.push(listener);
  }
  removeListener(listener: (...args: A) => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }
  emit(...args: A): void {
    for (const listener of [...this.#listeners]) listener(...args);
  }
  get count(): number {
    return this.#listeners.length;
  }
}

/** One end of a runtime port; what is posted arrives when the runtime's tasks run. */
export class FakePort {
  readonly onMessage = new FakeSignal<[message: never]>();
  readonly onDisconnect = new FakeSignal<[]>();
  open = true;

  constructor(
    readonly name: string,
    readonly sender: Runtime.MessageSender | undefined,
    private readonly channel: { post(from: FakePort, message: unknown): void; close(from: FakePort): void },
  ) {}

  postMessage(message: unknown): void {
    if (!this.open) throw new Error("Attempting to use a disconnected port object");
    this.channel.post(this, structuredClone(message));
  }

  disconnect(): void {
    if (this.open) this.channel.close(this);
  }
}

/** An extension page or background: it hears ports that are opened, and may go. */
export interface FakeContext {
  readonly onConnect: FakeSignal<[port: never]>;
  close(): void;
}

/**
 * The browser between an extension's contexts. As in Chromium, every context that listens gets an end of its own of a
 * port that is opened; the port is closed when its opener or any listener disconnects, or when the last listener has
 * gone. A port that nobody hears is closed at once.
 */
export interface FakeRuntime {
  connect(name: string, sender?: Runtime.MessageSender): FakePort;
  createContext(): FakeContext;
  /** Lets everything arrive, and what it sets off. */
  settle(): Promise<void>;
  readonly opened: FakePort[];
}

export function createFakeRuntime(): FakeRuntime {
  const tasks: (() => void)[] = [];
  const opened: FakePort[] = [];
  const contexts = new Map<FakeContext, Set<FakePort>>();

  function shut(port: FakePort): void {
    if (!port.open) return;
    port.open = false;
    tasks.push(() => port.onDisconnect.emit());
  }

  function createContext(): FakeContext {
    const ends = new Set<FakePort>();
    const context: FakeContext = {
      onConnect: new FakeSignal(),
      close() {
        contexts.delete(context);
        for (const end of ends) goers.get(end)?.();
      },
    };
    contexts.set(context, ends);
    return context;
  }

  /** What happens when the context of a listener's end goes. */
  const goers = new Map<FakePort, () => void>();

  return {
    opened,
    createContext,
    connect(name, sender) {
      const listeners = new Set<FakePort>();
      const channel = {
        post(from: FakePort, message: unknown) {
          tasks.push(() => {
            for (const to of from === opener ? listeners : [opener]) {
              if (to.open) to.onMessage.emit(message as never);
            }
          });
        },
        close(from: FakePort) {
          from.open = false;
          for (const end of [opener, ...listeners]) if (end !== from) shut(end);
        },
      };
      const opener = new FakePort(name, undefined, channel);
      opened.push(opener);
      tasks.push(() => {
        for (const [context, ends] of contexts) {
          if (context.onConnect.count === 0) continue;
          const end = new FakePort(name, sender, channel);
          listeners.add(end);
          ends.add(end);
          goers.set(end, () => {
            end.open = false;
            if ([...listeners].every((it) => !it.open)) shut(opener);
          });
          context.onConnect.emit(end as never);
        }
        if (listeners.size === 0) shut(opener);
      });
      return opener;
    },
    async settle() {
      for (let quiet = 0; quiet < 5; ) {
        const task = tasks.shift();
        task?.();
        quiet = task === undefined ? quiet + 1 : 0;
        await Promise.resolve();
      }
    },
  };
}
