/** Rows a page has: large enough that pages are few, small enough that the last one is no burden, and may be written again. */
export const PAGE_ROWS = 65_536;
const PAGE_BITS = 16;
const OFFSET = PAGE_ROWS - 1;
/** The first page begins small and doubles: most sessions have few rows. */
const FIRST_ROWS = 1024;

const ARRAYS = { byte: Uint8Array, count: Uint32Array, number: Float64Array } as const;

/** What a column holds: up to 255, up to 2^32 - 1, or any number. */
export type ColumnKind = keyof typeof ARRAYS;
type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** One number of each row. A row that was never set has 0. */
export interface Column {
  get(row: number): number;
  set(row: number, value: number): void;
  /** Copies the numbers of rows that follow each other to a place of an array of zeros; quicker than one by one. */
  copyRows(target: Uint8Array | Uint32Array | Float64Array, at: number, from: number, count: number): void;
}

interface PagedColumn extends Column {
  /** A copy of a page's first rows; null where all are 0. */
  copyPage(page: number, rows: number): Numbers | null;
  /** A column like it, of as many rows as it has now. */
  copy(): PagedColumn;
  restorePage(page: number, numbers: Numbers): void;
}

/** A page of a table, to be stored: the columns that are not 0 throughout. */
export interface TablePage {
  readonly page: number;
  readonly columns: Readonly<Record<string, Numbers>>;
}

/** Rows of numbers in typed arrays, a column each, in pages: it grows without copying what is there, and holds no object a row. */
export interface Table<N extends string> {
  readonly length: number;
  readonly columns: Readonly<Record<N, Column>>;
  /** Makes a row of zeros, and answers its number. */
  append(): number;
  /** Says that a row that is there has changed. */
  touch(row: number): void;
  /** The pages that changed since this was last asked. */
  takeChanged(): TablePage[];
  /** Puts stored pages in the place of the rows of an empty table; answers whether they are what such a table has. */
  restore(length: number, pages: readonly TablePage[]): boolean;
  /** These columns as they are now; they do not change any more. */
  copy(names: readonly N[]): Record<N, Column>;
}

/** Creates an empty table. A page of a column takes memory once a value other than 0 is set in it. */
export function createTable<N extends string>(kinds: Readonly<Record<N, ColumnKind>>): Table<N> {
  const names = Object.keys(kinds) as N[];
  const columns = Object.fromEntries(names.map((name) => [name, createColumn(kinds[name])])) as Record<
    N,
    PagedColumn
  >;
  let length = 0;
  let changed: boolean[] = [];

  return {
    get length() {
      return length;
    },
    columns,
    append() {
      changed[length >>> PAGE_BITS] = true;
      length += 1;
      return length - 1;
    },
    touch(row) {
      changed[row >>> PAGE_BITS] = true;
    },
    takeChanged() {
      const pages: TablePage[] = [];
      for (const page of changed.keys()) {
        if (changed[page] !== true) continue;
        const rows = Math.min(PAGE_ROWS, length - page * PAGE_ROWS);
        const copies = names.flatMap((name) => {
          const copy = columns[name].copyPage(page, rows);
          return copy === null ? [] : [[name, copy] as const];
        });
        pages.push({ page, columns: Object.fromEntries(copies) });
      }
      changed = [];
      return pages;
    },
    restore(rows, pages) {
      for (const { page, columns: stored } of pages) {
        for (const [name, numbers] of Object.entries(stored)) {
          if (!Object.hasOwn(columns, name) || !(numbers instanceof ARRAYS[kinds[name as N]])) return false;
          columns[name as N].restorePage(page, numbers);
        }
      }
      length = rows;
      const known = new Set(pages.map(({ page }) => page));
      return Array.from({ length: Math.ceil(rows / PAGE_ROWS) }, (_, page) => page).every((it) =>
        known.has(it),
      );
    },
    copy: (wanted) =>
      Object.fromEntries(wanted.map((name): [string, Column] => [name, columns[name].copy()])) as Record<
        N,
        Column
      >,
  };
}

function createColumn(kind: ColumnKind, pages: (Numbers | undefined)[] = []): PagedColumn {
  const Page = ARRAYS[kind];

  function widen(page: number, offset: number): Numbers {
    const before = pages[page];
    let rows = page === 0 ? Math.max(FIRST_ROWS, before?.length ?? 0) : PAGE_ROWS;
    while (rows <= offset) rows = Math.min(PAGE_ROWS, rows * 2);
    const wide = new Page(rows);
    if (before !== undefined) wide.set(before);
    pages[page] = wide;
    return wide;
  }

  return {
    get: (row) => pages[row >>> PAGE_BITS]?.[row & OFFSET] ?? 0,
    set(row, value) {
      const offset = row & OFFSET;
      let page = pages[row >>> PAGE_BITS];
      if (page === undefined || offset >= page.length) {
        if (value === 0) return;
        page = widen(row >>> PAGE_BITS, offset);
      }
      page[offset] = value;
    },
    copyRows(target, at, from, count) {
      const end = from + count;
      for (let row = from; row < end; ) {
        const offset = row & OFFSET;
        const rows = Math.min(end - row, PAGE_ROWS - offset);
        const page = pages[row >>> PAGE_BITS];
        if (page !== undefined) target.set(page.subarray(offset, offset + rows), at + row - from);
        row += rows;
      }
    },
    copyPage: (page, rows) => pages[page]?.slice(0, rows) ?? null,
    copy: () =>
      createColumn(
        kind,
        pages.map((page) => page?.slice()),
      ),
    restorePage(page, numbers) {
      pages[page] =
        page === 0 || numbers.length === PAGE_ROWS ? numbers : whole(new Page(PAGE_ROWS), numbers);
    },
  };
}

function whole(page: Numbers, from: Numbers): Numbers {
  page.set(from);
  return page;
}
