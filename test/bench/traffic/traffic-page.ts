/** How much a round carries. */
export interface RoundLoad {
  /** Messages the page receives. */
  readonly receive: number;
  /** Bursts it sends, as text and again as binary. */
  readonly bursts: number;
}

/** What the page measured in one round. */
export interface PageMeasurement {
  readonly receivedPerSecond: number;
  /** Microseconds in `send()`, of a string and of a Uint8Array. */
  readonly sendTextMicros: number;
  readonly sendBinaryMicros: number;
  /** Everything that went over the socket, warm-up and acknowledgements included. */
  readonly sent: number;
  readonly received: number;
}

/** What the page knows of its server. */
export interface PageSettings {
  readonly messageBytes: number;
  /** The server acknowledges after this many messages. */
  readonly burst: number;
  readonly timeoutMs: number;
}

/** What the page's script leaves on `window`. Each step has a time limit of its own, for a slow one says nothing of the others. */
export interface TrafficPage {
  open(): Promise<void>;
  receive(messages: number): Promise<number>;
  sendTexts(bursts: number): Promise<number>;
  sendBinaries(bursts: number): Promise<number>;
  close(): Promise<Pick<PageMeasurement, "sent" | "received">>;
}

/** A share of the load goes first, unmeasured: the document is fresh, and its code not compiled yet. */
const WARM_UP_SHARE = 0.15;

/** The page that is measured. */
export function renderTrafficPage(settings: PageSettings): string {
  const call = `(${createTrafficPage.toString()})(${JSON.stringify(settings)}, ${WARM_UP_SHARE})`;
  // `__name` is there because the compiler that runs this file wraps inner functions in it.
  return `<!doctype html><title>Traffic</title><link rel="icon" href="data:,">
<script>const __name = (it) => it; window.trafficPage = ${call};</script>`;
}

/** Runs in the page as its own script, so that it may use nothing but its arguments and the page's globals. */
function createTrafficPage(settings: PageSettings, warmUpShare: number): TrafficPage {
  type Create = (burst: number) => readonly (string | Uint8Array<ArrayBuffer>)[];
  const { messageBytes, burst, timeoutMs } = settings;
  let sent = 0;
  let received = 0;
  let socket: WebSocket;
  let fail: (what: string) => void = () => {};

  /** Runs a step; that the socket fails or time runs out ends it. */
  function within<T>(doing: string, step: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      fail = (what) => reject(new Error(`${what} while the page waited for ${doing}.`));
      const late = setTimeout(() => fail(`${timeoutMs / 1000} s went by`), timeoutMs);
      step()
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  }

  function open(): Promise<void> {
    return new Promise((resolve) => {
      socket = new WebSocket(`ws://${location.host}/`);
      socket.onopen = () => resolve();
      socket.onerror = () => fail("The socket failed");
      socket.onclose = () => fail("The socket closed");
    });
  }

  function close(): Promise<{ sent: number; received: number }> {
    return new Promise((resolve) => {
      socket.onclose = () => resolve({ sent, received });
      socket.close();
    });
  }

  /** Messages a second, from the first to the last. */
  function receive(count: number): Promise<number> {
    return new Promise((resolve, reject) => {
      let seen = 0;
      let bytes = 0;
      let firstAt = 0;
      socket.onmessage = (event) => {
        // The first thing, as the hook does.
        if (seen === 0) firstAt = performance.now();
        seen += 1;
        // Read, as every page does.
        bytes += (event.data as string).length;
        if (seen < count) return;
        const tookMs = performance.now() - firstAt;
        received += seen;
        if (bytes === count * messageBytes) resolve(((count - 1) / tookMs) * 1000);
        else reject(new Error(`${count} messages came with ${bytes} bytes, not ${count * messageBytes}.`));
      };
      sent += 1;
      socket.send(`blast ${count}`);
    });
  }

  /** Microseconds in one `send()`. Between bursts the server says that it has everything, so nothing piles up. */
  async function send(bursts: number, create: Create): Promise<number> {
    let spentMs = 0;
    for (let number = 0; number < bursts; number += 1) {
      const messages = create(number);
      const acknowledged = new Promise<void>((resolve) => {
        socket.onmessage = () => resolve();
      });
      const startedAt = performance.now();
      for (const message of messages) socket.send(message);
      spentMs += performance.now() - startedAt;
      sent += messages.length;
      await acknowledged;
      received += 1;
    }
    return (spentMs * 1000) / (bursts * burst);
  }

  /** New strings each time, as a page has them: a browser may remember what it did with the same one before. */
  function createTexts(number: number): string[] {
    return Array.from({ length: burst }, (_, index) => {
      const head = JSON.stringify({ burst: number, index, text: "" });
      return JSON.stringify({ burst: number, index, text: "x".repeat(messageBytes - head.length) });
    });
  }

  function createBinaries(number: number): Uint8Array<ArrayBuffer>[] {
    return Array.from({ length: burst }, () => new Uint8Array(messageBytes).fill(number));
  }

  const some = (count: number) => Math.max(1, Math.round(count * warmUpShare));
  const sendTwice = (bursts: number, what: string, create: Create) =>
    within(`${bursts} bursts of ${what}`, async () => {
      await send(some(bursts), create);
      return send(bursts, create);
    });
  return {
    open: () => within("the socket to open", open),
    receive: (messages) =>
      within(`${messages} messages`, async () => {
        await receive(some(messages));
        return receive(messages);
      }),
    sendTexts: (bursts) => sendTwice(bursts, "text", createTexts),
    sendBinaries: (bursts) => sendTwice(bursts, "binary", createBinaries),
    close: () => within("the socket to close", close),
  };
}
