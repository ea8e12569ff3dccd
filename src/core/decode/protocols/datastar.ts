import { linesOf } from "../bytes/lines-of.ts";
import { textOf } from "../bytes/text-of.ts";
import type { Decoder, Part, RawMessage, Vote } from "../decoder.ts";
import { toOneLine } from "../json/json-text.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";

/** Event types, those of versions before 1.0 too, and the lines that each must have one of. */
const LINES: Readonly<Record<string, readonly string[]>> = {
  "datastar-patch-elements": ["elements", "selector", "mode"],
  "datastar-patch-signals": ["signals"],
  "datastar-merge-fragments": ["fragments", "selector"],
  "datastar-merge-signals": ["signals"],
  "datastar-remove-fragments": ["selector"],
  "datastar-remove-signals": ["paths"],
  "datastar-execute-script": ["script"],
};

/** Lines that are joined into one text. */
const LONG: ReadonlySet<string> = new Set(["elements", "fragments", "signals", "script"]);

/** More lines than these are not read apart. */
const MOST_LINES = 10_000;

/** Datastar (https://data-star.dev/reference/sse_events): changes to a page and its signals, as events. */
export const datastar: Decoder = {
  id: "datastar",
  name: "Datastar",
  possible: ({ kind }) => kind !== "websocket",
  vote: (message): Vote => (wordsOf(message) === null ? "against" : "proof"),
  decode(message) {
    const words = wordsOf(message);
    return words === null ? null : [toPart(words, message)];
  },
};

/** What an event says, by the words that its lines begin with; null where it is not Datastar's. */
function wordsOf({ event, bytes, binary }: RawMessage): ReadonlyMap<string, string> | null {
  const wanted = Object.hasOwn(LINES, event) ? LINES[event] : undefined;
  if (wanted === undefined || binary) return null;
  const words = new Map<string, string[]>();
  for (const { from, to } of linesOf(bytes, MOST_LINES)) {
    const line = textOf(bytes, from, to);
    const space = line.indexOf(" ");
    const word = space === -1 ? line : line.slice(0, space);
    const rest = space === -1 ? "" : line.slice(space + 1);
    const known = words.get(word);
    if (known !== undefined) known.push(rest);
    else if (words.size < 50) words.set(word, [rest]);
  }
  if (!wanted.some((it) => words.has(it))) return null;
  return new Map(Array.from(words, ([word, lines]) => [word, lines.join("\n")]));
}

function toPart(words: ReadonlyMap<string, string>, { event }: RawMessage): Part {
  const selector = words.get("selector") ?? null;
  const said = Array.from(words, ([word, text]) => (LONG.has(word) ? text : `${word} ${text}`)).join(" ");
  return {
    kind: event.slice("datastar-".length),
    event,
    channel: selector?.slice(0, 200) ?? null,
    summary: toOneLine(said.slice(0, 160)),
    tree: () =>
      toBranch(
        "",
        event,
        Array.from(words, ([word, text]) => toWordNode(word, text)),
      ),
  };
}

function toWordNode(word: string, text: string): TreeNode {
  return toLeaf(word, "string", toOneLine(text.slice(0, 160)), null, null, () => text);
}
