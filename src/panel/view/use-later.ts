import { useEffect, useState } from "preact/hooks";

/**
 * Whether something is due that takes long to make: not before what else has changed with it is drawn, so that it is a task of its own.
 * What is not wanted any more is not due at once.
 */
export function useLater(wanted: boolean): boolean {
  const [isDrawn, setDrawn] = useState(false);
  useEffect(() => setDrawn(wanted), [wanted]);
  return wanted && isDrawn;
}
