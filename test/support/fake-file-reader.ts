import { FakeEvent, FakeEventTarget } from "./fake-event-target.ts";

/** Reads a Blob as a browser does, as far as `loadend` and `result` go. */
export class FakeFileReader extends FakeEventTarget {
  #result: ArrayBuffer | null = null;
  get result() {
    return this.#result;
  }
  readAsArrayBuffer(blob: Blob): void {
    const end = (result: ArrayBuffer | null) => {
      this.#result = result;
      this.dispatchEvent(new FakeEvent("loadend", { isTrusted: true }));
    };
    blob.arrayBuffer().then(end, () => end(null));
  }
}
