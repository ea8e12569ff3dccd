// A page's first script: from here on all is counted.
const { setTimeout: nativeTimeout } = window;
const calls = countCalls(false);
/** A second, by natives that were taken before. */
globalThis.rest = () => new Promise((resolve) => void nativeTimeout(resolve, 1000));
globalThis.counted = () => calls.end();
calls.begin();
