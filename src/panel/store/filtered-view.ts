import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { parseQuery } from "../../core/query/parse-query.ts";

/** While one types the filter is tried at most this often: the engine leaves the one before for it. */
const FILTER_EVERY_MS = 40;
/** Typing pauses for so long before what is wrong with the filter is said. */
const TYPING_MS = 150;

/** The filter as it is typed, and the view that the engine makes of it and of the scope. */
export interface FilteredView {
  readonly text: ReadonlySignal<string>;
  /** The text that the engine was last given. */
  readonly sent: ReadonlySignal<string>;
  /** The text that filters: of those that the engine was given, the last that was not wrong. */
  readonly filtering: ReadonlySignal<string>;
  /** The text is the one that filters, and nobody is typing on. */
  readonly isSent: ReadonlySignal<boolean>;
  /** What the engine says of rows is of the view that was last asked for. */
  readonly isShown: ReadonlySignal<boolean>;
  /** Asks for the view anew; `isGrown`: all of the one before is in it, too. */
  send(isGrown?: boolean): void;
  /** A text that is being typed. */
  type(text: string): void;
  /** A whole text, which filters at once. */
  apply(text: string): void;
  /** A state of the engine came: it knows of what was answered before. */
  told(): void;
  dispose(): void;
}

/**
 * Creates it. `ask` has the engine make the view of a filter, and settles when it has answered; `moved` is called before
 * and after, for positions of the view before say nothing of this one, neither while it is made nor when it is there.
 */
export function createFilteredView(
  ask: (filter: string) => Promise<void>,
  moved: (isGrown: boolean, isMade: boolean) => void,
): FilteredView {
  const text = signal("");
  const sent = signal("");
  const filtering = signal("");
  /** Views that were asked for, and of how many of them the state that is shown knows. */
  const asked = signal(0);
  const made = signal(0);
  let answered = 0;
  /** Runs while it is too soon for another. */
  let filterTimer: ReturnType<typeof setTimeout> | undefined;
  const isTyping = signal(false);
  let typingTimer: ReturnType<typeof setTimeout> | undefined;
  const isSame = computed(() => text.value === sent.value);

  async function send(isGrown = false): Promise<void> {
    clearTimeout(filterTimer);
    filterTimer = setTimeout(() => {
      filterTimer = undefined;
      if (text.peek() !== sent.peek()) void send();
    }, FILTER_EVERY_MS);
    sent.value = text.peek();
    if (parseQuery(text.peek()).problem === undefined) filtering.value = text.peek();
    moved(isGrown, false);
    asked.value += 1;
    const view = asked.peek();
    await ask(text.peek());
    answered = view;
    moved(isGrown, true);
  }

  return {
    text,
    sent,
    filtering,
    isSent: computed(() => !isTyping.value && isSame.value),
    isShown: computed(() => isSame.value && made.value === asked.value),
    send: (isGrown) => void send(isGrown),
    type(next) {
      if (text.peek() === next) return;
      text.value = next;
      isTyping.value = true;
      clearTimeout(typingTimer);
      typingTimer = setTimeout(() => {
        isTyping.value = false;
      }, TYPING_MS);
      if (filterTimer === undefined) void send();
    },
    apply(next) {
      text.value = next;
      if (sent.peek() !== next) void send();
    },
    told() {
      made.value = answered;
    },
    dispose() {
      clearTimeout(filterTimer);
      clearTimeout(typingTimer);
    },
  };
}
