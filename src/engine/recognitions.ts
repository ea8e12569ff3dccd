import { type SessionDecoder, TAKE_IN_ROWS } from "../core/analysis/decode-session.ts";
import type { Session } from "../core/model/session.ts";
import type { DecoderName } from "../core/wire/decoded-message.ts";
import { loadRows } from "./load-rows.ts";

/** So long at a time, and so often. */
const SLICE_MS = 8;
const EVERY_MS = 250;
/**
 * Of so many connections the first messages are read from the disk unasked: of a session of thousands that would be all of it.
 * What the others speak is found out when they are looked at.
 */
const MOST_READ = 300;

/** What the connections of a session were found to speak: kept up in the background, for all of them. */
export interface Recognitions {
  /** The decoders of a connection, outermost first; null: not looked at yet. */
  of(connection: number): readonly DecoderName[] | null;
  /** Finds it out now. */
  find(connection: number): Promise<void>;
  /** Something may have come: it is looked at soon. */
  look(): void;
  end(): void;
}

/**
 * Creates it; `changed` is called when more is known, with the connections of which something else was known before. `ownOf` is the reader's own decoder
 * for a connection, which is named last.
 */
export function createRecognitions(
  session: Session,
  decoder: SessionDecoder,
  changed: (others: readonly number[]) => void,
  ownOf: (connection: number) => DecoderName | null = () => null,
): Recognitions {
  const known = new Map<number, readonly DecoderName[]>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let again = false;
  let ended = false;

  /** Connections whose messages were read. */
  const read = new Set<number>();

  /** A decoder that fails is no reason to look at no other connection: nothing is known of this one. */
  async function isPrepared(id: number, isAsked = false): Promise<boolean> {
    try {
      return await isReady(id, isAsked);
    } catch {
      return false;
    }
  }

  async function isReady(id: number, isAsked: boolean): Promise<boolean> {
    while (!ended) {
      const { ready, missing, most } = decoder.prepareRecognition(id);
      if (ready) return true;
      if (missing.length === 0 || (!isAsked && read.size >= MOST_READ && !read.has(id))) return false;
      read.add(id);
      // What is damaged on the disk is not recognised; who opens a row is told why.
      await loadRows(session, missing, most);
    }
    return false;
  }

  /** Takes in what is known of a connection; whether that is news, or even something else than before. */
  function takeIn(id: number): "same" | "new" | "other" {
    const claims = decoder.recognitionOf(id)?.claims ?? [];
    const own = ownOf(id);
    const names = claims.map(({ decoder: { id, name } }) => ({ id, name }));
    if (own !== null) names.push(own);
    const before = known.get(id);
    const isSame = before?.length === names.length && before.every((it, at) => it.id === names[at]?.id);
    if (isSame) return "same";
    known.set(id, names);
    return before === undefined ? "new" : "other";
  }

  async function run(): Promise<void> {
    while (!decoder.update(TAKE_IN_ROWS) && !ended) await new Promise((resolve) => setTimeout(resolve, 0));
    let until = performance.now() + SLICE_MS;
    let isNews = false;
    const others: number[] = [];
    for (const { id, kind, sent, received } of [...session.connections]) {
      if (kind === "http" || sent + received === 0) continue;
      if (performance.now() > until) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        until = performance.now() + SLICE_MS;
      }
      if (!(await isPrepared(id)) || ended) continue;
      const taken = takeIn(id);
      isNews ||= taken !== "same";
      if (taken === "other") others.push(id);
    }
    if (isNews && !ended) changed(others);
  }

  async function tick(): Promise<void> {
    again = false;
    await run();
    timer = null;
    if (again) look();
  }

  function look(): void {
    again = true;
    if (timer !== null || ended) return;
    timer = setTimeout(() => void tick(), known.size === 0 ? 0 : EVERY_MS);
  }

  return {
    of: (id) => known.get(id) ?? null,
    async find(id) {
      decoder.update();
      if ((await isPrepared(id, true)) && !ended) {
        const taken = takeIn(id);
        if (taken !== "same") changed(taken === "other" ? [id] : []);
      }
      // What cannot be found out is taken for unknown.
      if (!known.has(id)) known.set(id, []);
    },
    look,
    end() {
      ended = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
