import type { DecoderRule } from "../../core/analysis/decoder-rule.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { KeptFor, toPattern, useKeptFor } from "./kept-for.tsx";
import { usePanel } from "./panel-context.ts";
import { ProtocolChain } from "./protocol-chain.tsx";
import { SchemaChoice } from "./schema-choice.tsx";

/** What a connection speaks, and the reader's word on it: for this one, or for all of a kind of address. */
export function ProtocolSection({ connection }: { connection: ConnectionView }) {
  const { decoded, ownDecoders } = usePanel();
  const protocols = decoded.protocols.value;
  if (protocols === null) return null;
  return (
    <section aria-label={say("protocol")}>
      <h2>{say("protocol")}</h2>
      <ProtocolChain protocols={protocols} />
      <DecoderChoice key={connection.id} connection={connection} rule={protocols.rule} />
      <SchemaChoice connection={connection} />
      {protocols.own === null && (
        <p class="decoder-write">
          <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            onClick={() => ownDecoders.open(null, toPattern(connection.url))}
          >
            {say("ownWrite")}
          </button>
        </p>
      )}
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
  const { decoded } = usePanel();
  const keptFor = useKeptFor(connection, rule);
  const claims = decoded.protocols.value?.claims ?? [];
  const refused = rule?.refused ?? [];
  const nameOf = (id: string) => decoded.decoders.value.find((it) => it.id === id)?.name ?? id;

  const decide = (pinned: readonly string[] | null, without: readonly string[]) =>
    decoded.decide({ ...keptFor.kept, pinned, refused: without });
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
        {say("decodeAs")}{" "}
        <select
          value={chosen}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === FIND_OUT) decide(null, refused);
            else decide(value === NONE ? [] : stackOf(value), refused);
          }}
        >
          <option value={FIND_OUT}>{say("whatIsFoundOut")}</option>
          <option value={NONE}>{say("nothingShowItRaw")}</option>
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
            {say("itIsNot", { name })}
          </button>
        ))}
      {refused.length > 0 && (
        <p>
          {say("notTakenFor", { refused: refused.map(nameOf).join(", ") })}{" "}
          <button type="button" class="link" onClick={() => decide(rule?.pinned ?? null, [])}>
            {say("allowAgain")}
          </button>
        </p>
      )}
      <KeptFor state={keptFor} name="decided-for" />
      {rule !== null && (
        <p>
          {rule.url === null ? say("decidedForThisConnection") : say("decidedFor", { url: rule.url })}{" "}
          <button
            type="button"
            class="link"
            onClick={() => decoded.decide({ ...rule, pinned: null, refused: [] })}
          >
            {say("forgetIt")}
          </button>
        </p>
      )}
    </div>
  );
}
