/** Resolves at the next event of this type. */
export function once(target, type) {
  return new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
}

/** A wait that can be cut short. */
export function createPause() {
  let wake = () => {};
  return {
    wait(ms) {
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    end: () => wake(),
  };
}

/** Closes a socket as the page's own wish, and resolves when it is closed. */
export async function closeSocket(socket) {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = once(socket, "close");
  socket.close(1000, "demo stopped");
  await closed;
}

/**
 * Ends a feed with nothing lost: what a server sends to a page that has called close() is never seen by the page, so
 * the server is asked to stop first, and its answer is the last message.
 */
export async function stopFeed(socket, send = (text) => socket.send(text)) {
  if (socket.readyState === WebSocket.CONNECTING)
    await Promise.race([once(socket, "open"), once(socket, "close")]);
  if (socket.readyState !== WebSocket.OPEN) return;
  const stopped = new Promise((resolve) => {
    socket.addEventListener("message", ({ data }) => {
      if (data === '{"type":"stopped"}') resolve();
    });
    socket.addEventListener("close", resolve, { once: true });
  });
  send('{"type":"stop"}');
  await stopped;
  await closeSocket(socket);
}
