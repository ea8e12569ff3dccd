/**
 * The tallest element that is made. Firefox gives an element taller than about 17.8 million px no height at all
 * and Chromium clamps at 33.5 million; zoom and high-density screens multiply CSS pixels, so this stays far below.
 */
export const MAX_SPACER_PX = 8_000_000;

/** The measures of a list: all in CSS pixels, `content` as if it could be laid out whole. */
export interface ScrollExtent {
  readonly content: number;
  readonly viewport: number;
}

/** Rows that are at least partly in view. */
export interface RowRange {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
}

/** The height of the element that gives the scrollbar its length. */
export function spacerHeight({ content, viewport }: ScrollExtent): number {
  return Math.max(viewport, Math.min(content, MAX_SPACER_PX));
}

/** The last position that a list can be scrolled to. */
export function maxPosition({ content, viewport }: ScrollExtent): number {
  return Math.max(0, content - viewport);
}

/** Whether positions and the scrollbar's pixels differ. */
export function isScaled({ content }: ScrollExtent): boolean {
  return content > MAX_SPACER_PX;
}

/** From a position in the list to the scrollbar's `scrollTop`. */
export function toScrollTop(position: number, extent: ScrollExtent): number {
  const last = maxPosition(extent);
  if (last === 0) return 0;
  if (!isScaled(extent)) return clamp(position, 0, last);
  return (clamp(position, 0, last) / last) * (spacerHeight(extent) - extent.viewport);
}

/** From the scrollbar's `scrollTop` to a position in the list; the ends are met exactly. */
export function fromScrollTop(scrollTop: number, extent: ScrollExtent): number {
  const last = maxPosition(extent);
  if (!isScaled(extent)) return clamp(scrollTop, 0, last);
  const lastTop = spacerHeight(extent) - extent.viewport;
  // Browsers round `scrollTop`, so that the end may be missed by less than a pixel.
  if (scrollTop >= lastTop - 1) return last;
  return clamp((scrollTop / lastTop) * last, 0, last);
}

/** The rows that a position shows. */
export function rowsAt(position: number, extent: ScrollExtent, rowHeight: number): RowRange {
  const count = Math.round(extent.content / rowHeight);
  const first = clamp(Math.floor(position / rowHeight), 0, count);
  const end = clamp(Math.ceil((position + extent.viewport) / rowHeight), first, count);
  return { first, end };
}

/** The position nearest to the present one that shows a row whole. */
export function positionFor(
  index: number,
  position: number,
  extent: ScrollExtent,
  rowHeight: number,
): number {
  const top = index * rowHeight;
  const bottom = top + rowHeight - extent.viewport;
  // Where not even one row fits, its top is what counts.
  const wanted = position > top || bottom > top ? top : Math.max(position, bottom);
  return clamp(wanted, 0, maxPosition(extent));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
