import { importHar } from "../../../../src/core/export/import-har.ts";
import { createSession, type Session } from "../../../../src/core/model/session.ts";
import { createTraffic, type Traffic } from "../../../support/polling-traffic.ts";

/** The session that is read from the HAR of made-up traffic. */
export async function sessionOfTraffic(seed: number, fill: (traffic: Traffic) => void): Promise<Session> {
  const traffic = createTraffic(seed);
  fill(traffic);
  const session = createSession();
  async function* har(): AsyncIterable<string> {
    yield JSON.stringify({
      log: { version: "1.2", creator: { name: "made up", version: "1" }, entries: traffic.entries() },
    });
  }
  const result = await importHar(har(), (batch) => void session.accept(batch));
  if ("problem" in result) throw new Error(result.problem);
  return session;
}
