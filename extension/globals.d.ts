/** For which browser this is built. */
declare const __TARGET__: "chrome" | "firefox";
/** Chrome's build with Deep capture, which has the `debugger` permission. */
declare const __DEEP__: boolean;
/** The version of Duplex. */
declare const __VERSION__: string;
