import { cases, describeError, origin, socketUrl } from "./describe.js";

async function session() {
  const answers = [];
  const until = (target, property) =>
    new Promise((resolve) => {
      target[property] = resolve;
    });
  const socket = new WebSocket(`${socketText}`);
  socket.binaryType = "arraybuffer";
  await until(socket, "onopen");
  const said = ["text", "é語🎌", bytes, blob, buffer];
  // Without an iterator: those throw, too.
  for (let index = 0; index < said.length; index += 1) {
    const data = said[index];
    const heard = until(socket, "onmessage");
    socket.send(data);
    const { data: answer } = await heard;
    answers[answers.length] = typeof answer === "string" ? answer : "binary";
  }
  const source = new EventSource(eventsText);
  let name = "";
  const named = new Promise((resolve) => {
    source.addEventListener("price", (event) => {
      name = event.type;
      resolve();
    });
  });
  await until(source, "onopen");
  await named;
  source.close();
  const closed = until(socket, "onclose");
  socket.close(3000, "enough");
  await closed;
  answers[answers.length] = name;
  try {
    new WebSocket("bad:address");
  } catch {
    answers[answers.length] = "refused";
  }
  return answers;
}

const socketText = socketUrl;
const eventsText = `${origin}/events`;
const bytes = Uint8Array.of(1, 2, 3);
const buffer = new ArrayBuffer(5);
const blob = new Blob(["blob"]);

/**
 * The census: every function and accessor that a page can reach is replaced by one that counts, or that throws, before a
 * session. What is counted with and without the extension must be the same.
 */
async function census(throwing) {
  const calls = countCalls(throwing);
  calls.begin();
  let answers;
  try {
    answers = await session();
  } catch (error) {
    answers = error;
  }
  // Time for what the hook has gathered to go.
  for (let turn = 0; turn < 20; turn += 1) await rest();
  const counts = calls.end();
  return { answers: answers instanceof Error ? describeError(answers) : answers, counts };
}

const { setTimeout: nativeTimeout } = window;
/** 20 ms, by a native that was taken before. */
const rest = () => new Promise((resolve) => void nativeTimeout(resolve, 20));

cases["census: every function and accessor counts"] = () => census(false);
cases["census: every function and accessor throws"] = () => census(true);

cases["a page whose WeakMap.prototype.get throws"] = async () => {
  const { get } = WeakMap.prototype;
  WeakMap.prototype.get = () => {
    throw new Error("the page's");
  };
  const answers = await session();
  WeakMap.prototype.get = get;
  return answers;
};
