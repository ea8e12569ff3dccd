const inner = new Worker("echo.js?client=nested");
inner.onmessage = ({ data }) => postMessage(data);
