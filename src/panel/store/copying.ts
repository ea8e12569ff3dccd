import { type ReadonlySignal, signal } from "@preact/signals";
import { joinCopied } from "../../core/export/to-copied-text.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say, sayCount } from "../../core/text/say.ts";
import type { CopyFormat } from "../../core/wire/row.ts";
import type { EngineConnection } from "./engine-connection.ts";

/** The clipboard is for texts that are pasted; what is more is a file's business. In UTF-16 code units. */
export const MAX_COPIED_CHARS = 64 * 1024 * 1024;
/** So many rows are asked for at a time; the engine answers fewer where they are large. */
const ASK_ROWS = 500;
/** What has been done is said for so long. */
const SAID_MS = 4000;

/** How it stands with copying. */
export type CopyState =
  | { readonly state: "reading"; readonly done: number; readonly total: number }
  /** The browser wants another press of a key or button before it takes the text. */
  | { readonly state: "ready"; readonly says: string }
  | { readonly state: "done"; readonly says: string; readonly isWhole: boolean };

/** Copies rows to the clipboard, with their whole payloads. */
export interface Copying {
  /** Null: nothing is copied. */
  readonly state: ReadonlySignal<CopyState | null>;
  copy(numbers: Promise<readonly number[]>, format: CopyFormat): Promise<void>;
  /** Offers the text that is ready to the clipboard again. */
  give(): Promise<void>;
  /** Nothing is copied, or said of it any more. */
  stop(): void;
  dispose(): void;
}

/** Creates the copying. `write` rejects where the clipboard does not take a text. */
export function createCopying(
  engine: EngineConnection,
  write: (text: string) => Promise<void>,
  fail: (problem: unknown) => void,
): Copying {
  const state = signal<CopyState | null>(null);
  /** Counts what was begun: of an older one nothing is done any more. */
  let begun = 0;
  let ready: { readonly text: string; readonly says: string; readonly isWhole: boolean } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    begun += 1;
    ready = null;
    clearTimeout(timer);
    state.value = null;
  }

  async function give(): Promise<void> {
    if (ready === null) return;
    const { text, says, isWhole } = ready;
    const own = begun;
    try {
      await write(text);
    } catch {
      if (own === begun) state.value = { state: "ready", says };
      return;
    }
    if (own !== begun) return;
    ready = null;
    state.value = { state: "done", says, isWhole };
    // What is missing stays to be read until it is closed.
    if (isWhole) timer = setTimeout(stop, SAID_MS);
  }

  async function read(numbers: readonly number[], format: CopyFormat, own: number): Promise<void> {
    const texts: string[] = [];
    let length = 0;
    let done = 0;
    let skipped = 0;
    let incomplete = 0;
    while (done < numbers.length && length < MAX_COPIED_CHARS) {
      const rows = numbers.slice(done, done + ASK_ROWS);
      const answer = await engine.call("copy-rows", { rows, format });
      if (own !== begun) return;
      for (const text of answer.texts) {
        texts.push(text);
        length += text.length;
      }
      done += answer.done;
      skipped += answer.skipped;
      incomplete += answer.incomplete;
      state.value = { state: "reading", done, total: numbers.length };
    }
    const isCut = done < numbers.length;
    const says = [
      texts.length === 0
        ? say("nothingToCopyMarksAnd")
        : say("copiedAs", {
            texts: formatQuantity(texts.length, "row"),
            names: format === "c" ? say("aCArray") : NAMES[format],
          }),
      ...(isCut ? [say("theFirstOfTheClipboard", { numbers: formatCount(numbers.length) })] : []),
      ...(skipped > 0 && texts.length > 0
        ? [say("withoutAPayloadLeftOut", { skipped: formatCount(skipped) })]
        : []),
      ...(incomplete > 0 ? [sayCount("ofThemAreNotWhole", incomplete)] : []),
    ].join("; ");
    if (texts.length === 0) {
      state.value = { state: "done", says, isWhole: false };
      return;
    }
    ready = {
      text: joinCopied(texts, format),
      says,
      isWhole: !isCut && skipped === 0 && incomplete === 0,
    };
    await give();
  }

  return {
    state,
    async copy(numbers, format) {
      stop();
      const own = begun;
      try {
        const rows = await numbers;
        if (own !== begun || rows.length === 0) return;
        state.value = { state: "reading", done: 0, total: rows.length };
        await read(rows, format, own);
      } catch (problem) {
        if (own !== begun) return;
        stop();
        fail(problem);
      }
    },
    give,
    stop,
    dispose: () => clearTimeout(timer),
  };
}

const NAMES: Readonly<Record<CopyFormat, string>> = {
  text: "text",
  json: "JSON",
  hex: "hex",
  base64: "base64",
  c: "aCArray",
};
