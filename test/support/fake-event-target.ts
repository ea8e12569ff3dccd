/** An event that a test may declare trusted; node's own never are, and cannot be made so. */
export class FakeEvent {
  readonly isTrusted: boolean;
  readonly cancelable: boolean;
  defaultPrevented = false;

  constructor(
    readonly type: string,
    { isTrusted = false, cancelable = false }: { isTrusted?: boolean; cancelable?: boolean } = {},
  ) {
    this.isTrusted = isTrusted;
    this.cancelable = cancelable;
  }

  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }
}

interface Dispatched {
  readonly type: string;
  readonly defaultPrevented: boolean;
}

type Listener = (event: never) => void;

/** The part of a DOM EventTarget that is used: listeners in order, and errors of one kept from the next. */
export class FakeEventTarget {
  readonly #listeners = new Map<string, Listener[]>();
  /** What listeners have thrown: in a browser that goes to the console. */
  readonly errors: unknown[] = [];

  addEventListener(type: string, listener: Listener | null): void {
    const known = this.#listeners.get(type) ?? [];
    if (listener !== null && !known.includes(listener)) this.#listeners.set(type, [...known, listener]);
  }

  removeEventListener(type: string, listener: Listener): void {
    const known = this.#listeners.get(type) ?? [];
    this.#listeners.set(
      type,
      known.filter((it) => it !== listener),
    );
  }

  dispatchEvent(event: Dispatched): boolean {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      try {
        (listener as (event: Dispatched) => void).call(this, event);
      } catch (error) {
        this.errors.push(error);
      }
    }
    return !event.defaultPrevented;
  }

  listenerCount(type: string): number {
    return this.#listeners.get(type)?.length ?? 0;
  }
}
