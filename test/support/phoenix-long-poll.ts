import type { IncomingMessage, ServerResponse } from "node:http";

/** The token that names the session, as Phoenix signs one. */
export const PHOENIX_TOKEN = "SFMyNTY.g2gDaAJhBXQAAAABdwR0b2tlbm0AAAAE.abc-_=";

/** What `add` takes, and any other event without it. */
interface Payload {
  readonly a?: number;
}

/** A Phoenix server of one client, by long polling: it answers joins and heartbeats, and to `add` pushes `tick` before it answers with a sum. */
export function createPhoenixLongPoll(): (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> {
  const waiting: string[] = [];
  let poll: ServerResponse | null = null;

  function answer(response: ServerResponse, status: number, messages: readonly string[]): void {
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ status, token: PHOENIX_TOKEN, messages }));
  }

  function flush(): void {
    if (poll === null || waiting.length === 0) return;
    answer(poll, 200, waiting.splice(0));
    poll = null;
  }

  return async (request, response) => {
    let text = "";
    for await (const piece of request) text += String(piece);
    const { searchParams } = new URL(request.url ?? "", "http://host");
    if (searchParams.get("token") !== PHOENIX_TOKEN) return answer(response, 410, []);
    if (request.method === "GET") {
      poll = response;
      return flush();
    }
    for (const line of text.split("\n")) {
      const [join, ref, topic, event, { a = 0 }] = JSON.parse(line) as [
        string,
        string,
        string,
        string,
        Payload,
      ];
      const sum = event === "add" ? { sum: a + 1 } : {};
      if (event === "add") waiting.push(JSON.stringify([null, null, topic, "tick", { n: a }]));
      waiting.push(JSON.stringify([join, ref, topic, "phx_reply", { status: "ok", response: sum }]));
    }
    answer(response, 200, []);
    flush();
  };
}
