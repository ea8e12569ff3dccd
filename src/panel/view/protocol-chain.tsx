import { say } from "../../core/text/say.ts";
import type { ConnectionProtocols } from "../../core/wire/decoded-message.ts";

interface ProtocolChainProps {
  readonly protocols: ConnectionProtocols;
  /** Which of the decoders have read what is looked at; without it, all. */
  readonly read?: readonly string[];
}

/** What a connection was found to speak, outermost first, how sure that is, and why. */
export function ProtocolChain({ protocols, read }: ProtocolChainProps) {
  const { claims, runnerUp, rule } = protocols;
  if (claims.length === 0) {
    return (
      <p class="chain-none">
        {rule?.pinned != null ? say("noDecoderIsUsedHere") : say("noProtocolWasRecognisedWhat")}
      </p>
    );
  }
  return (
    <details class="chain">
      <summary>
        {claims.map(({ id, name, confidence }, index) => {
          const isRead = read?.includes(id) ?? true;
          return (
            <span key={id} class={isRead ? "" : "is-dim"}>
              {index > 0 && <span class="chain-arrow"> → </span>}
              <b>{name}</b> <span class="is-dim">{formatConfidence(confidence)}</span>
              {!isRead && ` ${say("notInThisMessage")}`}
            </span>
          );
        })}
      </summary>
      <ul>
        {claims.map(({ id, name, confidence, reason }) => (
          <li key={id}>{say("because", { name, confidence: formatConfidence(confidence), reason })}</li>
        ))}
        {runnerUp !== null && (
          <li class="is-dim">
            {say("itCouldAlsoBeBecause", {
              runnerup: runnerUp.name,
              confidence: formatConfidence(runnerUp.confidence),
            })}{" "}
            {runnerUp.reason}.
          </li>
        )}
      </ul>
    </details>
  );
}

function formatConfidence(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
