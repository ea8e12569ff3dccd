import fc from "fast-check";

/**
 * Property tests draw the same values in every run, so that a change is judged by itself and not by the draw.
 * `DUPLEX_SEED=7` draws others; whoever touches what such a test is about tries a few.
 */
fc.configureGlobal({ seed: Number(process.env.DUPLEX_SEED ?? 1) });
