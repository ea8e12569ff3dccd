import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { toFacts, toMessages } from "../../support/decode-conversation.ts";
import { RECORDED_CONVERSATIONS } from "./conversations/recordings.ts";

test("the decoders run where there is nothing but the language and the encodings of text", async () => {
  const { outputFiles } = await build({
    entryPoints: ["src/core/decode/decoders.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "decoders",
    platform: "neutral",
    mainFields: ["module", "main"],
  });
  // Neither a window nor a process, a clock or a console: who asks for one fails.
  const context = createContext({ TextDecoder, TextEncoder });
  runInContext(outputFiles[0]?.text ?? "", context);
  const decode = runInContext(
    `(facts, messages) => {
      const source = { facts, count: messages.length, message: (index) => messages[index] };
      const decoder = decoders.createConnectionDecoder(source, decoders.DECODERS, decoders.NO_CHOICE);
      const ids = decoder.recognition().claims.map((it) => it.decoder.id);
      const parts = messages.flatMap((_, index) => decoder.decode(index));
      const trees = parts.map((it) => decoders.openNested(it.tree()).children(0, 20).length);
      return JSON.stringify({ ids, parts: parts.length, trees: trees.length });
    }`,
    context,
  );
  for (const { name, protocols, facts, lines } of RECORDED_CONVERSATIONS) {
    const said = JSON.parse(decode(toFacts(facts), toMessages(lines))) as { ids: string[]; parts: number };
    expect(said.ids, name).toEqual(protocols);
    expect(said.parts, name).toBeGreaterThan(0);
  }
});
