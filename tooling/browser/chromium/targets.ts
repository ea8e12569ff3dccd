import type { Protocol } from "../protocol.ts";
import { until } from "../until.ts";

/** What CDP calls a target: a tab's page, DevTools' own window, a frame of another process, a service worker. */
export interface TargetInfo {
  targetId: string;
  type: string;
  url: string;
  /** The profile it belongs to; an incognito window's is one of its own. */
  browserContextId?: string;
}

interface Evaluation {
  result: { value?: unknown; description?: string };
  exceptionDetails?: { text: string; exception?: { description?: string; value?: unknown } };
}

/** A target that can be spoken to. */
export interface AttachedTarget {
  targetId: string;
  sessionId: string;
  send<T>(method: string, params?: object): Promise<T>;
  /** Awaits the expression and returns its value; throws what it throws. */
  evaluateRaw(expression: string): Promise<unknown>;
}

/** All targets, those that CDP leaves out by default (DevTools, tabs) included. */
export async function listTargets(protocol: Protocol): Promise<TargetInfo[]> {
  const answer = await protocol.request<{ targetInfos: TargetInfo[] }>("Target.getTargets", { filter: [{}] });
  return answer.targetInfos;
}

export function waitForTarget(
  protocol: Protocol,
  what: string,
  fits: (target: TargetInfo) => boolean,
): Promise<TargetInfo> {
  return until(what, async () => (await listTargets(protocol)).find(fits));
}

export async function attach(protocol: Protocol, targetId: string): Promise<AttachedTarget> {
  const { sessionId } = await protocol.request<{ sessionId: string }>("Target.attachToTarget", {
    targetId,
    flatten: true,
  });
  const send = <T>(method: string, params: object = {}): Promise<T> =>
    protocol.request<T>(method, params, sessionId);
  return {
    targetId,
    sessionId,
    send,
    async evaluateRaw(expression) {
      const answer = await send<Evaluation>("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
        // As a click would: the clipboard and downloads ask for it.
        userGesture: true,
      });
      if (answer.exceptionDetails) {
        const { exception, text } = answer.exceptionDetails;
        throw new Error(exception?.description ?? String(exception?.value ?? text));
      }
      return answer.result.value;
    },
  };
}
