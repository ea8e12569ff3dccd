import { fork } from "node:child_process";
import { join } from "node:path";

export interface TrafficServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Starting it takes a fraction of a second. */
const START_TIMEOUT_MS = 20_000;

/** Starts `traffic-server.ts` as a process of its own and resolves when it listens. */
export async function startTrafficServer(): Promise<TrafficServer> {
  const child = fork(join(import.meta.dirname, "traffic-server.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const port = await new Promise<unknown>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`The traffic server ${why}.`));
    };
    const late = setTimeout(
      () => fail(`did not listen within ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    child.once("message", (message) => {
      clearTimeout(late);
      resolve(message);
    });
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code) => fail(`ended with code ${code} before it listened`));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
