// The panel sends one port, and nothing else counts. See src/panel/store/sandbox.ts.
addEventListener(
  "message",
  ({ source, ports: [port] }) => {
    if (source !== parent || port === undefined) return;
    /** More characters than any answer has. */
    const MOST = 8 * 1024 * 1024;
    let worker = null;
    let texts = 0;
    function end() {
      worker?.terminate();
      worker = null;
    }
    function start(code, run) {
      end();
      const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      try {
        const made = new Worker(url);
        worker = made;
        texts = 1;
        made.onmessage = ({ data }) => {
          if (made !== worker || texts === 0 || typeof data !== "string" || data.length > MOST) return;
          texts -= 1;
          port.postMessage({ run, text: data });
        };
        made.onerror = (event) => {
          event.preventDefault();
          if (made !== worker) return;
          port.postMessage({ run, error: String(event.message ?? ""), line: event.lineno ?? 0 });
        };
      } catch (error) {
        port.postMessage({ run, error: String(error), line: 0 });
      }
    }
    port.onmessage = ({ data }) => {
      if (data.start !== undefined) start(data.start, data.run);
      else if (data.ask === undefined) end();
      else {
        texts = data.texts;
        worker?.postMessage(data.ask);
      }
    };
  },
  { once: true },
);
