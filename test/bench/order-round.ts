/** The order of a round: another condition goes first each time, so that none always runs after the same pause. */
export function orderRound<T>(conditions: readonly T[], round: number): T[] {
  const first = round % conditions.length;
  return [...conditions.slice(first), ...conditions.slice(0, first)];
}
