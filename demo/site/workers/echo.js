// biome-ignore lint/suspicious/noRedundantUseStrict: a classic script; whether it stays strict is what is looked at
"use strict";
// A classic script; a worker whose strictness is lost would know its `this`.
const strict = (function () {
  return this === undefined;
})();
const page = self.page ?? location.origin;
const name = self.client ?? new URL(location.href).searchParams.get("client");

/** Opens a socket, sends three messages, hears their echoes, closes, and says so. */
function talk(client, say) {
  const socket = new WebSocket(`${page.replace("http", "ws")}/echo?client=${client}`);
  let received = 0;
  socket.onopen = () => {
    for (let n = 0; n < 3; n += 1) socket.send(`${client} ${n}`);
  };
  socket.onmessage = () => {
    received += 1;
    if (received === 3) socket.close(1000, "done");
  };
  socket.onclose = () => say({ client, received, strict });
}

if ("onconnect" in self) self.onconnect = ({ ports: [port] }) => talk(name, (it) => port.postMessage(it));
else talk(name, (it) => postMessage(it));
