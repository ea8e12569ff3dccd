import type { Sandbox, SandboxWord } from "../src/panel/store/sandbox.ts";

/** Opens `decoder-sandbox.html` in a frame without an origin, which is not to be seen. */
export function openSandbox(): Sandbox {
  const frame = document.createElement("iframe");
  const { port1: port, port2 } = new MessageChannel();
  let hear: (word: SandboxWord) => void = () => {};
  /** Counts the scripts: what one of before has said may be on its way. */
  let run = 0;
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "Sandbox of decoders";
  frame.src = "decoder-sandbox.html";
  // Its origin is one that nobody can name.
  frame.addEventListener("load", () => frame.contentWindow?.postMessage("port", "*", [port2]), {
    once: true,
  });
  port.onmessage = ({ data }) => {
    const { run: of, text, error, line } = data as Record<string, unknown>;
    if (of !== run) return;
    if (typeof text === "string") hear({ text });
    else if (typeof error === "string") hear({ error, line: typeof line === "number" ? line : 0 });
  };
  document.documentElement.append(frame);
  return {
    start(source, listener) {
      hear = listener;
      run += 1;
      port.postMessage({ start: source, run });
    },
    ask: (message, texts) => port.postMessage({ ask: message, texts }),
    stop() {
      hear = () => {};
      port.postMessage({});
    },
    close() {
      port.close();
      frame.remove();
    },
  };
}
