import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { EngineStatus, FindState } from "../../core/wire/engine-status.ts";
import type { EngineConnection } from "./engine-connection.ts";
import type { MessageList } from "./message-list.ts";

/** Typing pauses longer than this before it is looked for. */
const FIND_DELAY_MS = 150;

/** A search among the rows of the list, which all stay in it. */
export interface FindStore {
  readonly shown: ReadonlySignal<boolean>;
  readonly text: ReadonlySignal<string>;
  /** What the engine says of the text that is looked for now; null while it has not said anything. */
  readonly state: ReadonlySignal<FindState | null>;
  /** The how manieth match is selected; null where the selected row is none. */
  readonly ordinal: ReadonlySignal<number | null>;
  /** Shows its bar; counts how often, for the field to take the focus each time. */
  readonly opened: ReadonlySignal<number>;
  /** Whether the field is to take the focus: once each time that it was opened, however often it is drawn anew. */
  takeFocus(): boolean;
  open(): void;
  /** Looks for nothing any more. */
  close(): void;
  setText(text: string): void;
  /** Selects the next match, or the one before; without a text, asks for one. */
  go(by: -1 | 1): void;
  dispose(): void;
}

/** Creates it over the list. */
export function createFindStore(
  engine: EngineConnection,
  status: ReadonlySignal<EngineStatus | null>,
  list: MessageList,
  fail: (problem: unknown) => void,
): FindStore {
  const shown = signal(false);
  const opened = signal(0);
  let focusedFor = 0;
  const text = signal("");
  const last = signal<{ row: number; ordinal: number } | null>(null);
  /** The text whose first match is to be selected when it is found. */
  let wanted: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begun = "";
  /** Where the reader was before the text was written: what half of it finds must not lead away from there. */
  let origin: number | null = null;

  const state = computed(() => {
    const find = status.value?.view.find ?? null;
    return find?.text === text.value ? find : null;
  });

  function send(): void {
    clearTimeout(timer);
    const asked = shown.peek() ? text.peek() : "";
    if (asked === begun) return;
    begun = asked;
    wanted = asked === "" ? null : asked;
    last.value = null;
    engine.call("find", { text: asked }).catch(fail);
  }

  function go(by: -1 | 0 | 1): void {
    const row = by === 0 ? origin : list.cursor.peek().row;
    engine.call("find-from", { row, by }).then((found) => {
      if (found === null) return;
      if (by !== 0) origin = found.row;
      last.value = found;
      list.show(found.index, found.row);
    }, fail);
  }

  const stop = effect(() => {
    const found = state.value;
    if (wanted === null || found?.text !== wanted || found.matched === 0) return;
    wanted = null;
    go(0);
  });

  return {
    shown,
    opened,
    text,
    state,
    ordinal: computed(() =>
      last.value?.row === list.cursor.value.row ? (last.value?.ordinal ?? null) : null,
    ),
    takeFocus() {
      const isNew = focusedFor !== opened.peek();
      focusedFor = opened.peek();
      return isNew;
    },
    open() {
      if (!shown.peek()) origin = list.cursor.peek().row;
      shown.value = true;
      opened.value += 1;
      send();
    },
    close() {
      shown.value = false;
      send();
    },
    setText(next) {
      text.value = next;
      clearTimeout(timer);
      timer = setTimeout(send, FIND_DELAY_MS);
    },
    go(by) {
      if (text.peek() === "" || !shown.peek()) return this.open();
      if (begun === text.peek()) go(by);
      else send();
    },
    dispose() {
      clearTimeout(timer);
      stop();
    },
  };
}
