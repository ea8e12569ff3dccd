import { say, sayParts } from "../../core/text/say.ts";
import type { ConnectionProtocols } from "../../core/wire/decoded-message.ts";
import { usePanel } from "./panel-context.ts";
import { RunnerNote } from "./runner-note.tsx";

interface ProtocolChainProps {
  readonly protocols: ConnectionProtocols;
  /** Which of the decoders have read what is looked at; without it, all. */
  readonly read?: readonly string[];
}

/** What a connection was found to speak, outermost first, how sure that is, and why. */
export function ProtocolChain({ protocols, read }: ProtocolChainProps) {
  const { claims, runnerUp, rule, own } = protocols;
  if (own !== null) {
    return (
      <>
        <OwnLine protocols={protocols} isRead={read?.includes(own.id) ?? true} />
        {claims.length > 0 && (
          <ProtocolChain protocols={{ ...protocols, own: null }} {...(read && { read })} />
        )}
      </>
    );
  }
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

/** The reader's own decoder, how it stands with it, and the way to its code. */
function OwnLine({ protocols: { own }, isRead }: { protocols: ConnectionProtocols; isRead: boolean }) {
  const { ownDecoders } = usePanel();
  const decoder = ownDecoders.list.value?.findLast((it) => it.on && it.name === own?.name);
  const state = decoder === undefined ? undefined : ownDecoders.states.value.get(decoder.id);
  return (
    <>
      <p class="chain-own">
        <span class={isRead ? "" : "is-dim"}>
          {sayParts("ownLine", {
            name: (
              <b>
                <bdi>{own?.name}</bdi>
              </b>
            ),
          })}
          {!isRead && ` ${say("notInThisMessage")}`}
        </span>
        {decoder !== undefined && (
          <button type="button" class="link" onClick={() => ownDecoders.open(decoder.id)}>
            {say("ownEdit")}
          </button>
        )}
      </p>
      {decoder !== undefined && state !== undefined && <RunnerNote id={decoder.id} state={state} />}
    </>
  );
}

function formatConfidence(confidence: number): string {
  return `${Math.round(confidence * 100)} %`;
}
