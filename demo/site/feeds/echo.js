import { socketUrl } from "../address.js";
import { closeSocket, once } from "../once.js";

const SEND_MS = 700;

/** Bytes from, say, [1, 2, 3], in a buffer that is longer on both sides when a view is asked for. */
const VIEW_OFFSET = 3;

/** The payload kinds that a page can give to send(), and how each is made. Bytes may be any iterable of numbers. */
const KINDS = {
  text: (text) => String(text),
  arraybuffer: (bytes) => Uint8Array.from(bytes).buffer,
  view: (bytes) => createView(Uint8Array, bytes),
  dataview: (bytes) => createView(DataView, bytes),
  blob: (bytes) => new Blob([Uint8Array.from(bytes)], { type: "application/octet-stream" }),
};

const EVERY_BYTE = Array.from({ length: 256 }, (_, at) => at);
const ROUND = [
  ["text", "hello"],
  ["text", "emoji 👩‍👩‍👧 and ümläuts"],
  ["text", "a\u0000b"],
  ["text", "\n"],
  ["text", ""],
  ["text", '{"id":1,"method":"ping"}'],
  ["arraybuffer", EVERY_BYTE],
  ["view", [1, 2, 3, 4, 5]],
  ["dataview", [250, 251, 252]],
  ["blob", EVERY_BYTE],
  ["arraybuffer", []],
  ["blob", []],
  ["text", "20 kB ".repeat(3414)],
];

/** The echo card, and `demo.echo()`. */
export function createEcho(card) {
  let socket = null;
  let timer = 0;
  /** Echoes come in the order of sending. */
  let waiting = [];

  function start() {
    socket = new WebSocket(socketUrl("/echo"));
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => card.state("running", "open"));
    socket.addEventListener("close", (event) => {
      card.state("stopped", `closed ${event.code}`);
      for (const { reject } of waiting) reject(new Error(`The echo socket closed with ${event.code}`));
      waiting = [];
    });
    socket.addEventListener("message", ({ data }) => {
      card.received(data);
      waiting.shift()?.resolve(typeof data === "string" ? data : Array.from(new Uint8Array(data)));
    });
    let next = 0;
    timer = setInterval(() => {
      if (socket.readyState !== WebSocket.OPEN) return;
      const [kind, payload] = ROUND[next % ROUND.length];
      next += 1;
      // A close while it is under way is shown by the card.
      send(kind, payload).catch(() => {});
    }, SEND_MS);
  }

  function send(kind, payload) {
    const make = KINDS[kind];
    if (!make)
      return Promise.reject(new TypeError(`No kind "${kind}"; there are ${Object.keys(KINDS).join(", ")}`));
    const data = make(payload);
    return new Promise((resolve, reject) => {
      if (socket.readyState !== WebSocket.OPEN) return reject(new Error("The echo socket is not open"));
      waiting.push({ resolve, reject });
      socket.send(data);
      card.sent(data);
    });
  }

  return {
    start,
    async stop() {
      clearInterval(timer);
      const current = socket;
      if (current.readyState === WebSocket.CONNECTING) {
        await Promise.race([once(current, "open"), once(current, "close")]);
      }
      while (waiting.length > 0 && current.readyState === WebSocket.OPEN) {
        await Promise.race([once(current, "message"), once(current, "close")]);
      }
      await closeSocket(current);
    },
    /** Stops the card's own sending but keeps the socket. */
    quiet: () => clearInterval(timer),
    /** Sends one payload; resolves at its echo, with it: a string, or an array of byte values. */
    async echo(kind, payload) {
      if (socket.readyState === WebSocket.CONNECTING) {
        await Promise.race([once(socket, "open"), once(socket, "close")]);
      }
      return send(kind, payload);
    },
  };
}

function createView(View, bytes) {
  const payload = Uint8Array.from(bytes);
  const whole = new Uint8Array(payload.length + 2 * VIEW_OFFSET).fill(0xee);
  whole.set(payload, VIEW_OFFSET);
  return new View(whole.buffer, VIEW_OFFSET, payload.length);
}
