import type { Protocol } from "../protocol.ts";

interface EvaluateResult {
  type: "success" | "exception";
  result?: { type: string; value?: unknown };
  exceptionDetails?: { text: string };
}

/** Evaluates in one browsing context, awaits it and returns a primitive by value; throws what it throws. */
export async function evaluateInContext(
  protocol: Protocol,
  context: string,
  expression: string,
): Promise<unknown> {
  const answer = await protocol.request<EvaluateResult>("script.evaluate", {
    expression,
    target: { context },
    awaitPromise: true,
    // As a click would: the clipboard and downloads ask for it.
    userActivation: true,
  });
  if (answer.type === "exception") throw new Error(answer.exceptionDetails?.text ?? "The expression threw.");
  return answer.result?.value;
}

/** PNG, base64. */
export async function captureContext(protocol: Protocol, context: string): Promise<string> {
  return (await protocol.request<{ data: string }>("browsingContext.captureScreenshot", { context })).data;
}
