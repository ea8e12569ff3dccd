/** For which browser this is built. */
declare const __TARGET__: "chrome" | "firefox";
/** The version of Duplex. */
declare const __VERSION__: string;
