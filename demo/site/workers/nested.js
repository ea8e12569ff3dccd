postMessage("begun");
const inner = new Worker("echo.js?client=nested");
postMessage("made");
inner.onmessage = ({ data }) => postMessage(data);
