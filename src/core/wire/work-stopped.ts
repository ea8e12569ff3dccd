/** What was asked for was stopped by the user: that is nothing to be told of. */
export class WorkStopped extends Error {
  constructor() {
    super("This was stopped.");
  }
}
