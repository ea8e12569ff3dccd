import { socket } from "./early.js";

let received = 0;
socket.onopen = () => {
  for (let n = 0; n < 3; n += 1) socket.send(`module ${n}`);
};
socket.onmessage = () => {
  received += 1;
  if (received === 3) socket.close(1000, "done");
};
socket.onclose = () => postMessage({ client: "module", received, strict: true });
