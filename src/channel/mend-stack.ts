/** What V8 begins the line of a frame with. */
const FRAME = "\n    at ";

/**
 * The text of a V8 stack without the frames of a script of ours that a call went through, "" where there are none. `below` is
 * the stack of the call itself, from which on it is the caller's; `limit` is how many frames the page wants
 * (`Error.stackTraceLimit`).
 */
export function mendStack(stack: string, below: string, limit: number, script: string): string {
  const ours = stack.indexOf(script);
  if (ours < 0) return "";
  const before = withoutReflect(stack.slice(0, stack.lastIndexOf(FRAME, ours)));
  const start = below.indexOf(FRAME);
  return cutToLimit(start < 0 ? before : before + below.slice(start), limit);
}

/** The frame of `Reflect.apply` between the native and us. */
function withoutReflect(frames: string): string {
  const last = frames.lastIndexOf(FRAME);
  return last >= 0 && frames.startsWith(`${FRAME}Reflect.`, last) ? frames.slice(0, last) : frames;
}

function cutToLimit(stack: string, limit: number): string {
  let end = stack.indexOf(FRAME);
  for (let left = limit; left > 0 && end >= 0; left -= 1) end = stack.indexOf(FRAME, end + 1);
  return end < 0 ? stack : stack.slice(0, end);
}
