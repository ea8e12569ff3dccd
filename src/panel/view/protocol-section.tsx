import { useState } from "preact/hooks";
import type { DecoderRule } from "../../core/analysis/decoder-rule.ts";
import type { ConnectionView } from "../../core/wire/engine-api.ts";
import { usePanel } from "./panel-context.ts";
import { ProtocolChain } from "./protocol-chain.tsx";

/** What a connection speaks, and the reader's word on it: for this one, or for all of a kind of address. */
export function ProtocolSection({ connection }: { connection: ConnectionView }) {
  const { decoded } = usePanel();
  const protocols = decoded.protocols.value;
  if (protocols === null) return null;
  return (
    <section aria-label="Protocol">
      <h3>Protocol</h3>
      <ProtocolChain protocols={protocols} />
      <DecoderChoice key={connection.id} connection={connection} rule={protocols.rule} />
    </section>
  );
}

interface DecoderChoiceProps {
  readonly connection: ConnectionView;
  readonly rule: DecoderRule | null;
}

const FIND_OUT = "find-out";
const NONE = "none";

function DecoderChoice({ connection, rule }: DecoderChoiceProps) {
  const store = usePanel();
  const { decoded } = store;
  const [pattern, setPattern] = useState(rule?.url ?? toPattern(connection.url));
  const [isWide, setWide] = useState(rule?.url != null);
  const session = store.status.value?.session.id ?? "";
  const claims = decoded.protocols.value?.claims ?? [];
  const refused = rule?.refused ?? [];
  const nameOf = (id: string) => decoded.decoders.value.find((it) => it.id === id)?.name ?? id;

  const decide = (pinned: readonly string[] | null, without: readonly string[], wide = isWide) => {
    const about = wide
      ? { url: pattern, session: null, connection: null }
      : { url: null, session, connection: connection.id };
    decoded.decide({ ...about, pinned, refused: without });
  };
  /** What carries other protocols stays around the one that is chosen. */
  const stackOf = (id: string): readonly string[] => {
    const offers = decoded.decoders.value;
    const offer = offers.find((it) => it.id === id);
    if (offer === undefined || offer.frames || offer.stack.length > 1) return offer?.stack ?? [id];
    const around = claims.filter((it) => offers.some((other) => other.id === it.id && other.frames));
    return [...around.map((it) => it.id), id];
  };
  const chosen = rule?.pinned == null ? FIND_OUT : (rule.pinned.at(-1) ?? NONE);

  return (
    <div class="decoder-choice">
      <label>
        Decode as{" "}
        <select
          value={chosen}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === FIND_OUT) decide(null, refused);
            else decide(value === NONE ? [] : stackOf(value), refused);
          }}
        >
          <option value={FIND_OUT}>What is found out</option>
          <option value={NONE}>Nothing: show it raw</option>
          {decoded.decoders.value.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {rule?.pinned == null &&
        claims.map(({ id, name }) => (
          <button key={id} type="button" class="button" onClick={() => decide(null, [...refused, id])}>
            It is not {name}
          </button>
        ))}
      {refused.length > 0 && (
        <p>
          Not taken for {refused.map(nameOf).join(", ")}.{" "}
          <button type="button" class="link" onClick={() => decide(rule?.pinned ?? null, [])}>
            Allow again
          </button>
        </p>
      )}
      <fieldset>
        <legend class="unseen">What it is decided for</legend>
        <label class="check">
          <input type="radio" name="decided-for" checked={!isWide} onChange={() => setWide(false)} />
          For this connection
        </label>
        <div class="decider-pattern">
          <label class="check">
            <input type="radio" name="decided-for" checked={isWide} onChange={() => setWide(true)} />
            For addresses like
          </label>
          <input
            type="text"
            aria-label="Pattern of addresses"
            title="* stands for anything"
            spellcheck={false}
            value={pattern}
            onInput={(event) => {
              setPattern(event.currentTarget.value);
              setWide(true);
            }}
          />
        </div>
      </fieldset>
      {rule !== null && (
        <p>
          {rule.url === null ? "Decided for this connection." : <>Decided for {rule.url}.</>}{" "}
          <button
            type="button"
            class="link"
            onClick={() => decoded.decide({ ...rule, pinned: null, refused: [] })}
          >
            Forget it
          </button>
        </p>
      )}
    </div>
  );
}

/** All of the same place: a query is another one each time. */
function toPattern(url: string): string {
  return url === "" ? "*" : `${url.replace(/[?#].*$/s, "")}*`;
}
