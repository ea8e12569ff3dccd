import { socketUrl } from "./address.js";

const parameters = new URLSearchParams(location.search);
const n = Number(parameters.get("n") ?? 0);
const messages = Number(parameters.get("messages") ?? 5);
const state = document.getElementById("state");

const socket = new WebSocket(socketUrl("/echo", { frame: String(n) }));
let received = 0;

/** The parent removes the frame now, with the socket open. */
function done() {
  window.parent.postMessage({ type: "frame-done", n, sent: messages, received }, location.origin);
}

socket.addEventListener("open", () => {
  for (let at = 0; at < messages; at += 1) socket.send(JSON.stringify({ frame: n, message: at }));
  if (messages === 0) done();
});
socket.addEventListener("message", () => {
  received += 1;
  state.textContent = `${received} of ${messages}`;
  if (received === messages) done();
});
