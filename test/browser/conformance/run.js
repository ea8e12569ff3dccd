import "./census.js";
import { cases, describeError } from "./describe.js";
import "./detectors.js";
import "./errors.js";
import "./odd-calls.js";
import "./order.js";
import "./page-life.js";
import "./policies.js";
import "./shape.js";
import "./sockets.js";
import "./sources.js";

/** Runs the case of that name, and answers JSON. The page's functions are as they were when this is called. */
const { stringify } = JSON;
const { setTimeout: begin } = window;
const plain = (_, value) =>
  typeof value === "symbol" ? String(value) : value === undefined ? "undefined" : value;
globalThis.run = async (name) => {
  await new Promise((resolve) => void begin(resolve));
  try {
    const answer = await cases[name]();
    return stringify({ answer }, plain);
  } catch (error) {
    return stringify({ failed: describeError(error) }, plain);
  }
};
