/** Runs our code so that its failure is never the page's. */
export type Guard = (run: () => void) => void;

/** Creates a guard; `report` is told of each failure, and may fail itself. */
export function createGuard(report: (message: string) => void): Guard {
  return (run) => {
    try {
      run();
    } catch (error) {
      try {
        report(String(error));
      } catch {
        // There is nobody left to tell, and the page must not hear of it.
      }
    }
  };
}
