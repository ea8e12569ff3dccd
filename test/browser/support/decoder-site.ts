import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** A page with a WebSocket that echoes, and a server that counts whatever else it is asked. */
export interface DecoderSite {
  readonly url: string;
  /** What was asked for beside the page and its socket, by path. */
  hits(): string[];
  close(): Promise<void>;
}

/**
 * All the ways out of a Worker, as the body of a function of `base`, an address: it answers an object of functions, which throw, reject, or reach
 * the server.
 */
export const WAYS_OUT = `
  const listen = (it, good, bad) => new Promise((done, failed) => {
    it.addEventListener(good, done);
    it.addEventListener(bad, () => failed(new Error(bad)));
  });
  const nested = (script) => listen(
    new Worker(URL.createObjectURL(new Blob([script]))), "message", "error"
  ).then(({ data }) => { if (!data) throw new Error("refused"); });
  return {
    fetch: () => fetch(base + "fetch"),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open("GET", base + "xhr");
      request.send();
      return listen(request, "load", "error");
    },
    websocket: () => listen(new WebSocket(base.replace(/^http/, "ws") + "websocket"), "open", "error"),
    eventsource: () => listen(new EventSource(base + "eventsource"), "open", "error"),
    image: () => { new Image().src = base + "image"; },
    beacon: () => navigator.sendBeacon(base + "beacon"),
    importScripts: () => importScripts(base + "import-scripts.js"),
    import: () => import(base + "import.js"),
    rtc: () => new RTCPeerConnection({ iceServers: [{ urls: base.replace(/^http:../, "stun:") }] }),
    navigation: () => { location.assign(base + "navigation"); },
    font: () => new FontFace("x", "url(" + base + "font)").load(),
    worker: () => nested("fetch('" + base + "nested').then(() => postMessage(true), () => postMessage(false))"),
    remoteWorker: () => listen(new Worker(base + "worker.js"), "message", "error"),
    window: () => open(base + "window"),
    storage: () => indexedDB.open("x"),
  };
`;

/** Their names. */
export const WAYS = Object.keys(new Function("base", WAYS_OUT)("http://127.0.0.1/"));

/** Starts it on a free port of loopback. */
export async function startDecoderSite(): Promise<DecoderSite> {
  const hits: string[] = [];
  const http = createServer(({ url = "/" }, response) => {
    if (url === "/") {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return;
    }
    // What browsers ask for of themselves.
    const isBrowsers = url === "/favicon.ico" || url.startsWith("/.well-known/");
    if (!isBrowsers) hits.push(url.slice(1));
    const isStream = url.endsWith("/eventsource");
    const type = isStream ? "text/event-stream" : "text/javascript";
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" });
    response.end(isStream ? "data: x\n\n" : url.endsWith("/worker.js") ? "postMessage(1)" : "0");
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket, { url = "/" }) => {
    if (url !== "/echo") hits.push(url.slice(1));
    socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  return {
    url,
    hits: () => [...hits],
    close() {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      return new Promise((resolve) => void http.close(() => resolve()));
    },
  };
}

/**
 * `tryAll()` tries the ways out in ordinary Workers, all below `control/`, and answers those that were open. One after another, each in a Worker of its own: where
 * many begin at once, Firefox at times never comes back from making a Worker within one (seen without any extension, on a busy machine).
 */
const PAGE = `<!doctype html><title>decoders</title><script>
  const socket = new WebSocket("ws://" + location.host + "/echo");
  const opened = new Promise((done) => socket.addEventListener("open", () => done(true)));
  const say = (data) => socket.send(data);
  const tryOne = (way) => new Promise((done) => {
    const script = "const ways = ((base) => {" + ${JSON.stringify(WAYS_OUT)} + "})(" + JSON.stringify(location.href + "control/") + ");" +
      "(async () => ways." + way + "())().then(() => postMessage(true), () => postMessage(false))";
    const worker = new Worker(URL.createObjectURL(new Blob([script])));
    const answer = (it) => {
      clearTimeout(timer);
      worker.terminate();
      done(it);
    };
    const timer = setTimeout(answer, 30000, way + " says nothing");
    worker.onmessage = ({ data }) => answer(data ? way : null);
  });
  const tryAll = async () => {
    const out = [];
    for (const way of ${JSON.stringify(WAYS)}) out.push(await tryOne(way));
    return out.filter(Boolean);
  };
</script>`;
