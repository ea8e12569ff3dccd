import "./census.js";
import { cases, describeError } from "./describe.js";
import "./errors.js";
import "./page-life.js";
import "./shape.js";
import "./sockets.js";
import "./sources.js";

/** Runs the case that the address names, and leaves its answer where the test finds it. */
const { stringify } = JSON;
const name = decodeURIComponent(location.hash.slice(1));
const sorted = (_, value) =>
  typeof value === "symbol" ? String(value) : value === undefined ? "undefined" : value;
addEventListener("load", () => {
  setTimeout(async () => {
    try {
      const answer = await cases[name]();
      globalThis.answer = stringify({ answer }, sorted);
    } catch (error) {
      globalThis.answer = stringify({ failed: describeError(error) }, sorted);
    }
  });
});
