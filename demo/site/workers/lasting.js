// Its socket is open until the page says "close".
const socket = new WebSocket(`${location.origin.replace("http", "ws")}/echo?client=lasting`);
socket.onopen = () => socket.send("from the worker");
socket.onmessage = () => postMessage("answered");
socket.onclose = () => postMessage("closed");
self.onmessage = () => socket.close(4001, "enough");
