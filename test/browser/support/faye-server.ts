import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Publication } from "./faye-process.ts";

/** A real Bayeux server, with a page that polls it by scripts (JSONP), by Faye's own client. */
export interface FayeServer {
  readonly url: string;
  /** Says something to all who listen to a channel. */
  publish(channel: string, data: object): Promise<void>;
  /** Ends its process; rejects where that had failed before. */
  close(): Promise<void>;
}

/** Starts it on loopback, in a process of its own. */
export async function startFayeServer(): Promise<FayeServer> {
  const child = fork(resolve(import.meta.dirname, "faye-process.ts"), { execArgv: ["--import", "tsx"] });
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  const failed = ended.then((code) => Promise.reject(new Error(`Faye's server ended with ${code}`)));
  failed.catch(() => {});
  const told = async (): Promise<Record<string, number>> => {
    const [message] = await Promise.race([once(child, "message"), failed]);
    return message as Record<string, number>;
  };
  const { port } = await told();
  let id = 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    async publish(channel, data) {
      id += 1;
      const publication: Publication = { id, channel, data };
      const done = told();
      child.send(publication);
      if ((await done).published !== id) throw new Error("another publication was told of");
    },
    async close() {
      if (child.connected) child.disconnect();
      const code = await ended;
      if (code !== 0) throw new Error(`Faye's server ended with ${code}`);
    },
  };
}
