import { asksForFields, asksForMeaning, asksForProtocol, type Query } from "../core/query/query.ts";
import type { ScanMeanings } from "./session-meanings.ts";

const NOTHING: readonly never[] = [];
const NO_OWN: ScanMeanings["own"] = { findAll: async () => {}, meant: () => null };

/** What a view's filter has to know of what messages mean. */
export interface ViewMeanings {
  /** Null: nothing of it. */
  readonly meanings: ScanMeanings | null;
  /** It asks for values within messages. */
  readonly looksInto: boolean;
  /** Rows are decoded for it, of some connections at least. */
  readonly isDecoding: boolean;
  decodesIn(connection: number): boolean;
}

/** Of no filter (null), and of one that does not ask for it, it is nothing. */
export function viewMeanings(query: Query | null, known: ScanMeanings | null): ViewMeanings {
  const meanings = query === null ? known : needed(query, known);
  const looksInto = query !== null && asksForFields(query);
  const asksFields = looksInto && known?.hasSchemas === true;
  const decodes = query !== null && meanings !== null && asksForMeaning(query);
  return {
    meanings,
    looksInto,
    isDecoding: decodes || asksFields,
    decodesIn: (id) => decodes || (asksFields && meanings?.schemaOf(id) != null),
  };
}

/** For values within messages only where there is a schema. */
function needed(query: Query, known: ScanMeanings | null): ScanMeanings | null {
  if (known === null || asksForProtocol(query)) return known;
  // Rows are read and looked at for it one by one: a filter by JSON took a third longer.
  if (!asksForFields(query) || !known.hasSchemas) return null;
  return {
    ...known,
    speaks: (id) => (known.schemaOf(id) === null ? NOTHING : known.speaks(id)),
    own: NO_OWN,
  };
}
