/** A value of a diff, as JSON.parse makes it. */
type Value = unknown;

/** A part of a page: its texts in `s`, what is between them by number; or a list of such in `k`. Never changed in place. */
export type LiveNode = { readonly [name: string]: Value };

/** Components that take their texts from one another, parts within parts: what is deeper is not followed. */
const MOST_DEPTH = 100;

/** A list is not longer: what says so lies. */
const MOST_ENTRIES = 100_000;

/** What a diff says beside the page. */
const BESIDE: ReadonlySet<string> = new Set(["e", "r", "t", "c"]);

/**
 * What a page of LiveView is after a diff (phoenix_live_view 1.2, assets/js/phoenix_live_view/rendered.js, `mergeDiff`), with its components in `c`; `page` is what it was before. Templates are put in, so that
 * a page needs none; of streams, which the browser's document alone keeps, all entries stay, with their ids in `ids`.
 */
export function mergeLiveDiff(page: LiveNode, diff: LiveNode): LiveNode {
  const own: Record<string, Value> = {};
  for (const [name, value] of Object.entries(diff)) if (!BESIDE.has(name)) own[name] = value;
  const merged = merge(page, resolved(own, null, 0));
  return { ...merged, c: mergeComponents(nodeOf(page, "c") ?? {}, nodeOf(diff, "c") ?? {}) };
}

function merge(target: LiveNode, source: LiveNode, depth = 0): LiveNode {
  if (source.s !== undefined) return opened(source);
  if (depth > MOST_DEPTH) return target;
  if (isNode(source.k)) return mergeList(target, source, depth);
  const merged: Record<string, Value> = { ...target };
  for (const [name, value] of Object.entries(source)) {
    const before = target[name];
    merged[name] = !isNode(value) ? value : isNode(before) ? merge(before, value, depth + 1) : opened(value);
  }
  return merged;
}

/** A part that is new: of the lists in it, streams begin. */
function opened(node: LiveNode, depth = 0): LiveNode {
  if (depth > MOST_DEPTH) return node;
  const isStream = Array.isArray(node.stream) && isNode(node.k);
  let changed: Record<string, Value> | null = null;
  for (const [name, value] of Object.entries(node)) {
    const now = isNode(value) ? opened(value, depth + 1) : value;
    if (now === value) continue;
    changed ??= { ...node };
    changed[name] = now;
  }
  return isStream ? mergeStream({}, changed ?? node) : (changed ?? node);
}

/** A list: entries that are changed, that have moved (`2`), or both (`[2, diff]`). */
function mergeList(target: LiveNode, source: LiveNode, depth: number): LiveNode {
  if (Array.isArray(source.stream)) return mergeStream(target, source);
  const changes = source.k as LiveNode;
  const before = nodeOf(target, "k") ?? {};
  const count = countOf(changes);
  const entries: Record<string, Value> = {};
  for (const [name, value] of Object.entries(before)) if (Number(name) < count) entries[name] = value;
  for (const [name, change] of Object.entries(changes)) {
    if (!(Number(name) < count)) continue;
    const [from, diff] = Array.isArray(change)
      ? change
      : typeof change === "number"
        ? [change, null]
        : [name, change];
    const entry = nodeOf(before, String(from)) ?? {};
    entries[name] = isNode(diff) ? merge(entry, diff, depth + 1) : entry;
  }
  return { ...target, k: { ...entries, kc: count } };
}

/** A stream's diff has the entries that come, where to, and which go (`stream`: its name, `[id, at, limit]` of each entry, ids, whether all go before). */
function mergeStream(target: LiveNode, source: LiveNode): LiveNode {
  const [, inserts, deletes, reset] = source.stream as readonly Value[];
  const gone = new Set<Value>(Array.isArray(deletes) ? deletes : []);
  const before = nodeOf(target, "k") ?? {};
  const known = reset === true ? [] : listOf(target.ids);
  let items = known
    .map((id, at): readonly [Value, Value] => [id, before[at]])
    .filter(([id]) => !gone.has(id));
  const come = source.k as LiveNode;
  for (const [index, insert] of listOf(inserts).entries()) {
    const [id, at, limit] = listOf(insert);
    const entry = come[index];
    const there = items.findIndex((it) => it[0] === id);
    if (!isNode(entry)) continue;
    if (there >= 0) items[there] = [id, entry];
    else if (typeof at === "number" && at >= 0) items.splice(at, 0, [id, entry]);
    else items.push([id, entry]);
    // Negative: the last so many stay.
    if (typeof limit === "number" && limit !== 0) {
      items = limit > 0 ? items.slice(0, limit) : items.slice(limit);
    }
  }
  const entries = Object.fromEntries(items.map(([, entry], at) => [at, entry]));
  const { stream: _, ...rest } = source;
  return { ...target, ...rest, ids: items.map(([id]) => id), k: { ...entries, kc: items.length } };
}

/** Components by their number. One may take the texts of another: of one that comes too, or, where the number is negative, of one that was there. */
function mergeComponents(before: LiveNode, diffs: LiveNode): LiveNode {
  const found = new Map<string, LiveNode>();
  function find(id: string, depth: number): LiveNode {
    const ready = found.get(id);
    if (ready !== undefined) return ready;
    const old = nodeOf(before, id);
    const given = nodeOf(diffs, id);
    if (given === null || depth > MOST_DEPTH) return old ?? {};
    const diff = resolved(given, null, 0, true);
    const { s: statics, ...rest } = diff;
    let made: LiveNode;
    if (typeof statics === "number") {
      const like = statics > 0 ? find(String(statics), depth + 1) : (nodeOf(before, String(-statics)) ?? {});
      made = { ...merge(like, rest), s: like.s };
    } else made = statics !== undefined || old === null ? opened(diff) : merge(old, diff);
    found.set(id, made);
    return made;
  }
  const all: Record<string, Value> = { ...before };
  for (const id of Object.keys(diffs)) if (/^\d+$/.test(id)) all[id] = find(id, 0);
  return all;
}

/** A diff in which texts are not named by the number of a template (`p`), but there. Of a component itself the number is that of another. */
function resolved(node: LiveNode, outer: LiveNode | null, depth: number, isComponent = false): LiveNode {
  if (depth > MOST_DEPTH) return {};
  const templates = nodeOf(node, "p") ?? outer;
  const made: Record<string, Value> = {};
  for (const [name, value] of Object.entries(node)) {
    // Nothing is called so, and to set it would change what the object is.
    if (name === "p" || name === "__proto__") continue;
    if (name === "s" && typeof value === "number" && !isComponent) made.s = templates?.[value] ?? value;
    else made[name] = resolvedValue(value, templates, depth);
  }
  return made;
}

function resolvedValue(value: Value, templates: LiveNode | null, depth: number): Value {
  if (isNode(value)) return resolved(value, templates, depth + 1);
  // An entry that has moved and changed.
  const isMoved = Array.isArray(value) && value.length === 2 && isNode(value[1]);
  return isMoved ? [value[0], resolved(value[1] as LiveNode, templates, depth + 1)] : value;
}

function countOf(list: LiveNode): number {
  const count = list.kc;
  return typeof count === "number" ? Math.min(count, MOST_ENTRIES) : 0;
}

function nodeOf(node: LiveNode, name: string): LiveNode | null {
  const value = Object.hasOwn(node, name) ? node[name] : null;
  return isNode(value) ? value : null;
}

function isNode(value: Value): value is LiveNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
