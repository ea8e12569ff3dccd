// Is active at once, also as an update. It claims nobody: no page is in its scope, and a worker that does not answer would be.
self.oninstall = () => self.skipWaiting();

/** Opens a socket, sends three messages, hears their echoes, closes, and resolves with how many it heard. */
function talk(client) {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/echo?client=${client}`);
  let received = 0;
  socket.onopen = () => {
    for (let n = 0; n < 3; n += 1) socket.send(`${client} ${n}`);
  };
  socket.onmessage = () => {
    received += 1;
    if (received === 3) socket.close(1000, "done");
  };
  return new Promise((resolve) => {
    socket.onclose = () => resolve(received);
  });
}

self.onmessage = (event) => {
  const { client } = event.data;
  event.waitUntil(talk(client).then((received) => event.ports[0].postMessage({ client, received })));
};
