import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import faye from "faye";

/** What the process is told to publish; it answers with the same number when that is done. */
export interface Publication {
  readonly id: number;
  readonly channel: string;
  readonly data: object;
}

const PAGE = `<!doctype html><title>Callback polling</title>
<script src="/faye/client.js"></script>
<script>
  window.client = new Faye.Client("/faye", { timeout: 5 });
  for (const other of ["websocket", "eventsource", "long-polling", "cross-origin-long-polling"]) client.disable(other);
  window.heard = [];
  window.listening = client.subscribe("/news", (it) => heard.push(it.text)).then(() => true);
</script>`;

const tell = (message: object): void => void process.send?.(message);
const http = createServer((_, response) => {
  response.setHeader("content-type", "text/html");
  response.end(PAGE);
});
const bayeux = new faye.NodeAdapter({ mount: "/faye", timeout: 2 });
bayeux.attach(http);

process.on("message", async ({ id, channel, data }: Publication) => {
  await bayeux.getClient().publish(channel, data);
  tell({ published: id });
});
// It holds requests open, and answers one twice whose browser is gone: whoever started it ends all of it at once.
process.on("disconnect", () => process.exit(0));
http.listen(0, "127.0.0.1", () => tell({ port: (http.address() as AddressInfo).port }));
