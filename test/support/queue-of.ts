import { Queue } from "../../src/feed/queue.ts";

export function queueOf<Value>(values: Iterable<Value>): Queue<Value> {
  const queue = new Queue<Value>();
  for (const value of values) queue.push(value);
  return queue;
}

export function valuesOf<Value>(queue: Queue<Value>): Value[] {
  const values: Value[] = [];
  queue.forEach((value) => void values.push(value));
  return values;
}
