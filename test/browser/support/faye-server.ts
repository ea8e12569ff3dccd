import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NodeAdapter } from "faye";

/** A real Bayeux server, with a page that polls it by scripts (JSONP), by Faye's own client. */
export interface FayeServer {
  readonly url: string;
  /** Says something to all who listen to a channel. */
  publish(channel: string, data: object): Promise<void>;
  close(): Promise<void>;
}

const PAGE = `<!doctype html><title>Callback polling</title>
<script src="/faye/client.js"></script>
<script>
  window.client = new Faye.Client("/faye", { timeout: 5 });
  for (const other of ["websocket", "eventsource", "long-polling", "cross-origin-long-polling"]) client.disable(other);
  window.heard = [];
  window.listening = client.subscribe("/news", (it) => heard.push(it.text)).then(() => true);
</script>`;

/** Starts it on loopback. */
export async function startFayeServer(): Promise<FayeServer> {
  const http = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(PAGE);
  });
  const bayeux = new NodeAdapter({ mount: "/faye", timeout: 2 });
  bayeux.attach(http);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    publish: async (channel, data) => void (await bayeux.getClient().publish(channel, data)),
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}
