import { batch, computed, type ReadonlySignal, signal } from "@preact/signals";

/** Which bytes of a payload are chosen: from the one that was chosen first to the one that was chosen last. */
export interface ByteSelection {
  /** The byte that the keys move. */
  readonly cursor: ReadonlySignal<number>;
  /** The first one that is chosen. */
  readonly start: ReadonlySignal<number>;
  /** Behind the last one. */
  readonly end: ReadonlySignal<number>;
  /** Chooses a byte; `extending`, all from the one that was chosen first. */
  choose(at: number, extending: boolean): void;
  chooseAll(): void;
}

/** Creates it for so many bytes, of which the first is chosen. */
export function createByteSelection(length: number): ByteSelection {
  const anchor = signal(0);
  const cursor = signal(0);
  const within = (at: number) => Math.min(Math.max(0, at), Math.max(0, length - 1));
  return {
    cursor,
    start: computed(() => Math.min(anchor.value, cursor.value)),
    end: computed(() => Math.min(length, Math.max(anchor.value, cursor.value) + 1)),
    choose(at, extending) {
      batch(() => {
        cursor.value = within(at);
        if (!extending) anchor.value = within(at);
      });
    },
    chooseAll() {
      batch(() => {
        anchor.value = 0;
        cursor.value = within(length);
      });
    },
  };
}

/** An offset as one writes it: decimal, or with `0x` before it or `h` behind it hexadecimal; null where it is none. */
export function parseOffset(text: string): number | null {
  const trimmed = text.trim();
  const [, before, behind] = /^(?:0x([0-9a-f]{1,12})|([0-9a-f]{1,12})h)$/i.exec(trimmed) ?? [];
  const hex = before ?? behind;
  if (hex !== undefined) return Number.parseInt(hex, 16);
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null;
}
