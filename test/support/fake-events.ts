import { FakeEvent } from "./fake-event-target.ts";

export class FakeMessageEvent extends FakeEvent {
  readonly #data: unknown;
  readonly #lastEventId: string;
  constructor(type: string, data: unknown, { isTrusted = true, lastEventId = "" } = {}) {
    super(type, { isTrusted });
    this.#data = data;
    this.#lastEventId = lastEventId;
  }
  get data() {
    return this.#data;
  }
  get lastEventId() {
    return this.#lastEventId;
  }
}

export class FakeCloseEvent extends FakeEvent {
  readonly #code: number;
  readonly #reason: string;
  readonly #wasClean: boolean;
  constructor(code: number, reason: string, wasClean: boolean) {
    super("close", { isTrusted: true });
    this.#code = code;
    this.#reason = reason;
    this.#wasClean = wasClean;
  }
  get code() {
    return this.#code;
  }
  get reason() {
    return this.#reason;
  }
  get wasClean() {
    return this.#wasClean;
  }
}

export class FakeSubmitEvent extends FakeEvent {
  readonly submitter: unknown;
  constructor(type: string, { submitter }: { submitter: unknown }) {
    super(type);
    this.submitter = submitter;
  }
}

export class FakeCustomEvent extends FakeEvent {
  readonly #detail: unknown;
  constructor(type: string, { detail, cancelable = false }: { detail?: unknown; cancelable?: boolean }) {
    super(type, { cancelable });
    this.#detail = detail;
  }
  get detail() {
    return this.#detail;
  }
}

export class FakePageTransitionEvent extends FakeEvent {
  readonly #persisted: boolean;
  constructor(type: string, persisted: boolean) {
    super(type, { isTrusted: true });
    this.#persisted = persisted;
  }
  get persisted() {
    return this.#persisted;
  }
}
