import { jsonText } from "../json/json-text.ts";
import { toJsonTree } from "../json/json-tree.ts";
import {
  childOf,
  elementOf,
  type JsonValue,
  jsonLength,
  memberName,
  memberOf,
  numberOf,
  stringOf,
} from "../json/json-value.ts";
import { type TreeNode, toBranch, toLeaf } from "../tree-node.ts";

/** Components in components in lists: what is deeper is not followed. */
const MOST_DEPTH = 40;

/** So much of a page is put together. */
const MOST_HTML = 1024 * 1024;

/**
 * Parts may be in one another time and again without a sign of their own: no more is done for a row, and for all of a page. A part counts
 * for so much however short it is, and an eighth of its bytes.
 */
const ROW_WORK = 256 * 1024;
const MOST_WORK = 2 * 1024 * 1024;
const STEP_WORK = 256;

/** So many changes are named, and events. */
const MOST_NAMED = 200;

const SUMMARY_CHARS = 160;

/** What of a diff is changed: where, and to what. */
interface Change {
  readonly path: string;
  readonly value: JsonValue;
}

/**
 * A diff of Phoenix LiveView (phoenix_live_view 1.1, assets/js/phoenix_live_view/rendered.js) in one line: the title, the events
 * for hooks, the reply, and what is rendered or changed.
 */
export function summariseLiveDiff(diff: JsonValue): string {
  const said: string[] = [];
  const title = memberOf(diff, "t");
  if (title !== null) said.push(`title ${jsonText(title)}`);
  for (const [name, payload] of eventsOf(diff).slice(0, 3)) said.push(`event ${name} ${payload}`.trimEnd());
  const reply = memberOf(diff, "r");
  if (reply !== null) said.push(`reply ${jsonText(reply)}`);
  if (memberOf(diff, "s") !== null) {
    said.push(renderHtml(diff, SUMMARY_CHARS).replace(/\s+/g, " ").trim());
  } else {
    const changes = changesOf(diff, 4);
    said.push(...changes.slice(0, 3).map(({ path, value }) => `${path} ${jsonText(value)}`));
    if (changes.length > 3) said.push("…");
  }
  const line = said.join(" · ");
  return line.length <= SUMMARY_CHARS ? line : `${line.slice(0, SUMMARY_CHARS - 1)}…`;
}

/** The same as a tree, with the message that it is in, whose bytes those of the diff are. `page` is what the page is after it, where that is known. */
export function liveDiffTree(diff: JsonValue, whole: JsonValue, page: JsonValue | null = null): TreeNode {
  const nodes: TreeNode[] = [];
  const title = memberOf(diff, "t");
  if (title !== null) nodes.push(toJsonTree(title, "title"));
  const events = memberOf(diff, "e");
  if (events !== null) nodes.push(toJsonTree(events, "events"));
  const reply = memberOf(diff, "r");
  if (reply !== null) nodes.push(toJsonTree(reply, "reply"));
  if (memberOf(diff, "s") !== null) nodes.push(htmlLeaf("html", diff, diff));
  const components = memberOf(diff, "c");
  const complete = components === null ? [] : namedChildren(components).filter(([, it]) => hasStatics(it));
  if (complete.length > 0) {
    const shown = complete.map(([id, it]) => htmlLeaf(id, it, diff));
    nodes.push(toBranch("components", `${complete.length} rendered whole`, shown));
  }
  const changes = memberOf(diff, "s") === null ? changesOf(diff, MOST_NAMED) : [];
  if (changes.length > 0) {
    const shown = changes.map(({ path, value }) => toJsonTree(value, path));
    nodes.push(toBranch("changes", `${changes.length}`, shown));
  }
  if (page !== null && memberOf(diff, "s") === null) nodes.push(htmlLeaf("page", page, page));
  nodes.push(toJsonTree(whole, "message"));
  return toBranch("", summariseLiveDiff(diff), nodes);
}

function htmlLeaf(key: string, node: JsonValue, root: JsonValue): TreeNode {
  const text = renderHtml(node, SUMMARY_CHARS, root).replace(/\s+/g, " ").trim();
  return toLeaf(key, "string", text, null, null, () => renderHtml(node, MOST_HTML, root));
}

/** The page, or the part of it, that a diff with its statics is; what is not in it is `…`. */
export function renderHtml(node: JsonValue, most: number, root: JsonValue = node): string {
  const out: Output = { pieces: [], left: most, work: most > SUMMARY_CHARS ? MOST_WORK : ROW_WORK };
  render(out, node, { templates: memberOf(root, "p"), components: memberOf(root, "c") }, 0);
  return out.pieces.join("");
}

interface Output {
  readonly pieces: string[];
  left: number;
  /** How much more is done. */
  work: number;
}

interface Known {
  readonly templates: JsonValue | null;
  readonly components: JsonValue | null;
}

function write(out: Output, text: string): void {
  const piece = text.slice(0, out.left);
  out.pieces.push(piece);
  out.left -= piece.length;
}

function render(out: Output, node: JsonValue | null, known: Known, depth: number, isComponent = false): void {
  if (out.left <= 0) return;
  out.work -= STEP_WORK + (node === null ? 0 : (node.to - node.from) >> 3);
  if (node === null || depth > MOST_DEPTH || out.work < 0) {
    write(out, "…");
    // What takes too long ends here.
    if (out.work < 0) out.left = 0;
    return;
  }
  const text = stringOf(node);
  if (text !== null) write(out, text);
  else if (node.kind === "number") renderComponent(out, node, known, depth);
  else if (node.kind === "object") renderObject(out, node, known, depth, isComponent);
}

/** A number stands for a component, which may be unchanged. */
function renderComponent(out: Output, id: JsonValue, known: Known, depth: number): void {
  const component = memberOf(known.components, jsonText(id));
  if (component === null) write(out, `<!-- component ${jsonText(id)} -->`);
  else render(out, component, known, depth + 1, true);
}

function renderObject(out: Output, node: JsonValue, outer: Known, depth: number, isComponent: boolean): void {
  const known = { ...outer, templates: memberOf(node, "p") ?? outer.templates };
  const statics = staticsOf(node, known, isComponent);
  if (statics === null) {
    write(out, "…");
    return;
  }
  // A list has its statics once, and its dynamics for each: up to 1.0 in `d`, then by number in `k`.
  const listed = memberOf(node, "d");
  const keyed = memberOf(node, "k");
  if (listed !== null) {
    for (let index = 0; index < jsonLength(listed) && out.left > 0; index += 1) {
      const row = elementOf(listed, index);
      fill(out, statics, (at) => elementOf(row, at), known, depth);
    }
  } else if (keyed !== null) {
    const count = numberOf(memberOf(keyed, "kc")) ?? 0;
    for (let index = 0; index < count && out.left > 0; index += 1) {
      const row = memberOf(keyed, String(index));
      if (row === null) write(out, "…");
      fill(out, statics, (at) => memberOf(row, String(at)), known, depth);
    }
  } else fill(out, statics, (at) => memberOf(node, String(at)), known, depth);
}

function fill(
  out: Output,
  statics: JsonValue,
  dynamic: (at: number) => JsonValue | null,
  known: Known,
  depth: number,
): void {
  const count = jsonLength(statics);
  for (let at = 0; at < count && out.left > 0; at += 1) {
    write(out, stringOf(elementOf(statics, at)) ?? "");
    if (at + 1 < count) render(out, dynamic(at), known, depth + 1);
  }
}

function hasStatics(node: JsonValue): boolean {
  return memberOf(node, "s") !== null;
}

/** The texts between the dynamics: its own, or a template's by its number; a component's number is that of another component. */
function staticsOf(node: JsonValue, known: Known, isComponent: boolean, depth = 0): JsonValue | null {
  const own = memberOf(node, "s");
  if (own === null || own.kind === "array") return own;
  const component = isComponent ? memberOf(known.components, jsonText(own)) : null;
  if (component !== null && depth < MOST_DEPTH) return staticsOf(component, known, true, depth + 1);
  const template = memberOf(known.templates, jsonText(own));
  return template?.kind === "array" ? template : null;
}

function namedChildren(node: JsonValue): [string, JsonValue][] {
  const count = node.kind === "object" ? Math.min(jsonLength(node), MOST_NAMED) : 0;
  return Array.from({ length: count }, (_, index) => [
    memberName(node, index),
    childOf(node, index) as JsonValue,
  ]);
}

/** What is changed, by path: `0`, `3.1`, `c2.0` in component 2. Statics are no changes. */
function changesOf(diff: JsonValue, most: number): Change[] {
  const found: Change[] = [];
  collect(diff, "", found, most, 0);
  for (const [id, component] of namedChildrenOf(diff, "c")) collect(component, `c${id}.`, found, most, 0);
  return found;
}

function namedChildrenOf(node: JsonValue, name: string): [string, JsonValue][] {
  const member = memberOf(node, name);
  return member === null ? [] : namedChildren(member);
}

function collect(node: JsonValue, path: string, found: Change[], most: number, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const [name, value] of namedChildren(node)) {
    if (found.length >= most) return;
    const isPlace = /^\d{1,6}$/.test(name);
    if (name === "k" || (isPlace && value.kind === "object")) {
      collect(value, `${path}${name}.`, found, most, depth + 1);
    } else if (isPlace || name === "d" || name === "stream") {
      found.push({ path: `${path}${name}`, value });
    }
  }
}

function eventsOf(diff: JsonValue): [name: string, payload: string][] {
  const events = memberOf(diff, "e");
  if (events?.kind !== "array") return [];
  const named: [string, string][] = [];
  for (let index = 0; index < Math.min(jsonLength(events), MOST_NAMED); index += 1) {
    const event = elementOf(events, index);
    const name = stringOf(elementOf(event, 0));
    const payload = elementOf(event, 1);
    if (name !== null) named.push([name.slice(0, 80), payload === null ? "" : jsonText(payload)]);
  }
  return named;
}
