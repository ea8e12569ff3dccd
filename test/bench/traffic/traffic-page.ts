/** What the page knows of its server. */
export interface PageSettings {
  readonly messageBytes: number;
  /** The server acknowledges after this many messages. */
  readonly burst: number;
  /** A page that is flooded asks for more after this many. */
  readonly grant: number;
  readonly timeoutMs: number;
}

/** What went over the page's sockets. */
export interface PageCounts {
  readonly sent: number;
  readonly received: number;
}

/** What the page's script leaves on `window`. Each step has a time limit of its own, for a slow one says nothing of the others. */
export interface TrafficPage {
  open(sockets: number): Promise<void>;
  /** Messages a second, from the first to the last, at the server's full speed. */
  receive(messages: number): Promise<number>;
  /** Makes what `sendPrepared` sends: new strings each time, since a browser may remember what it did with the same one. */
  prepareTexts(bursts: number): void;
  prepareBinaries(bursts: number): void;
  /** Sends the next bursts: microseconds in one `send()`. Between them the server says that it has everything, so nothing piles up. */
  sendPrepared(bursts: number): Promise<number>;
  /** Sends so many messages a second, which the server sends back; the round trips, in milliseconds. */
  echo(perSecond: number, seconds: number): Promise<number[]>;
  /** Begins to receive, on all sockets, what the server sends for so long as fast as it goes, and one large message amid. */
  startFlood(seconds: number, largeBytes: number): void;
  /** Null until the flood has ended: nobody waits long enough for it. */
  floodResult(): Promise<FloodMeasurement | null>;
  close(): Promise<PageCounts>;
}

export interface FloodMeasurement {
  readonly receivedPerSecond: number;
  /** Of the longest message. */
  readonly largestBytes: number;
}

/** The page that is measured. */
export function renderTrafficPage(settings: PageSettings): string {
  const call = `(${createTrafficPage.toString()})(${JSON.stringify(settings)})`;
  // `__name` is there because the compiler that runs this file wraps inner functions in it.
  return `<!doctype html><title>Traffic</title><link rel="icon" href="data:,">
<script>const __name = (it) => it; window.trafficPage = ${call};</script>`;
}

/** Runs in the page as its own script, so that it may use nothing but its argument and the page's globals. */
function createTrafficPage(settings: PageSettings): TrafficPage {
  type Sendable = string | Uint8Array<ArrayBuffer>;
  const { messageBytes, burst, grant, timeoutMs } = settings;
  let sent = 0;
  let received = 0;
  let sockets: WebSocket[] = [];
  let prepared: Sendable[][] = [];
  let flooding: Promise<FloodMeasurement | null> = Promise.resolve(null);
  let fail: (what: string) => void = () => {};
  const first = () => sockets[0] as WebSocket;

  /** Runs a step; that a socket fails or time runs out ends it. */
  function within<T>(doing: string, step: () => Promise<T>, limitMs = timeoutMs): Promise<T> {
    return new Promise((resolve, reject) => {
      fail = (what) => reject(new Error(`${what} while the page waited for ${doing}.`));
      const late = setTimeout(() => fail(`${limitMs / 1000} s went by`), limitMs);
      step()
        .then(resolve, reject)
        .finally(() => clearTimeout(late));
    });
  }

  function open(): Promise<WebSocket> {
    return new Promise((resolve) => {
      const socket = new WebSocket(`ws://${location.host}/`);
      socket.onopen = () => resolve(socket);
      socket.onerror = () => fail("The socket failed");
      socket.onclose = () => fail("The socket closed");
    });
  }

  function close(socket: WebSocket): Promise<void> {
    return new Promise((resolve) => {
      socket.onclose = () => resolve();
      socket.close();
    });
  }

  function say(socket: WebSocket, message: string): void {
    sent += 1;
    socket.send(message);
  }

  function receive(count: number): Promise<number> {
    return new Promise((resolve, reject) => {
      let seen = 0;
      let bytes = 0;
      let firstAt = 0;
      const socket = first();
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
      say(socket, `blast ${count}`);
    });
  }

  async function sendPrepared(count: number): Promise<number> {
    const bursts = prepared.splice(0, count);
    const socket = first();
    let spentMs = 0;
    for (const messages of bursts) {
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
    return (spentMs * 1000) / (bursts.length * burst);
  }

  /** A text of exactly the size of all messages. */
  function createText(facts: object): string {
    const head = JSON.stringify({ ...facts, text: "" });
    return JSON.stringify({ ...facts, text: "x".repeat(messageBytes - head.length) });
  }

  function prepare(bursts: number, create: (number: number, index: number) => Sendable): void {
    prepared = Array.from({ length: bursts }, (_, number) =>
      Array.from({ length: burst }, (_, index) => create(number, index)),
    );
  }

  /** A timer may be late: then all goes that is due. */
  function echo(perSecond: number, seconds: number): Promise<number[]> {
    const total = perSecond * seconds;
    const sentAt: number[] = [];
    const roundTrips: number[] = [];
    const socket = first();
    return new Promise((resolve) => {
      const startedAt = performance.now();
      const timer = setInterval(() => {
        const due = Math.min(total, ((performance.now() - startedAt) / 1000) * perSecond);
        while (sentAt.length < due) {
          const message = createText({ echo: sentAt.length });
          sentAt.push(performance.now());
          say(socket, message);
        }
        if (sentAt.length === total) clearInterval(timer);
      });
      socket.onmessage = (event) => {
        const at = performance.now();
        received += 1;
        const { echo: number } = JSON.parse(event.data as string) as { echo: number };
        roundTrips.push(at - (sentAt[number] as number));
        if (roundTrips.length === total) resolve(roundTrips);
      };
    });
  }

  async function flood(seconds: number, largeBytes: number): Promise<FloodMeasurement> {
    const startedAt = performance.now();
    let seen = 0;
    let largestBytes = 0;
    const floodOne = (socket: WebSocket, index: number) =>
      new Promise<void>((resolve, reject) => {
        let own = 0;
        socket.onmessage = (event) => {
          const message = event.data as string;
          own += 1;
          if (own % grant === 0) say(socket, "more");
          if (message.length > largestBytes) largestBytes = message.length;
          // The server's last word: how many there were before it.
          if (message.length === messageBytes || message.length === largeBytes) return;
          seen += own;
          if (Number(message) === own - 1) resolve();
          else reject(new Error(`Of ${message} messages ${own - 1} came.`));
        };
        say(socket, `flood ${seconds} ${index === 0 ? largeBytes : 0}`);
      });
    await Promise.all(sockets.map(floodOne));
    received += seen;
    return { receivedPerSecond: (seen / (performance.now() - startedAt)) * 1000, largestBytes };
  }

  return {
    open: (count) =>
      within("the sockets to open", async () => {
        sockets = await Promise.all(Array.from({ length: count }, open));
      }),
    receive: (messages) => within(`${messages} messages`, () => receive(messages)),
    prepareTexts: (bursts) => prepare(bursts, (number, index) => createText({ burst: number, index })),
    prepareBinaries: (bursts) => prepare(bursts, (number) => new Uint8Array(messageBytes).fill(number)),
    sendPrepared: (bursts) => within(`${bursts} bursts`, () => sendPrepared(bursts)),
    echo: (perSecond, seconds) => within("the echo", () => echo(perSecond, seconds)),
    startFlood(seconds, largeBytes) {
      flooding = within("the flood to end", () => flood(seconds, largeBytes), timeoutMs + 4000 * seconds);
      flooding.catch(() => {});
    },
    floodResult: () => Promise.race([flooding, new Promise<null>((resolve) => setTimeout(resolve, 0, null))]),
    close: () =>
      within("the sockets to close", async () => {
        await Promise.all(sockets.map(close));
        return { sent, received };
      }),
  };
}
