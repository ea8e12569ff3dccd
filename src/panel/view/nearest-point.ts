interface Place {
  readonly x: number;
  readonly y: number;
}

/** How far beside a point a click still means it, in CSS pixels. */
const NEAR_PX = 12;

/** The point that is drawn nearest to a place, of several as near the last; null where none is near. */
export function nearestPoint<Point>(
  points: readonly Point[],
  placeOf: (point: Point) => Place,
  { x, y }: Place,
): Point | null {
  let best: Point | null = null;
  let distance = NEAR_PX;
  for (const point of points) {
    const place = placeOf(point);
    const away = Math.hypot(place.x - x, place.y - y);
    if (away > distance) continue;
    distance = away;
    best = point;
  }
  return best;
}
