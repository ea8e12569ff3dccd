import type { SchemaRule } from "../../core/analysis/schema-rule.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import { KeptFor, useKeptFor } from "./kept-for.tsx";
import { usePanel } from "./panel-context.ts";
import { AddFiles } from "./schemas-dialog.tsx";

/** Which types of a schema a connection's messages have, by the reader's word. */
export function SchemaChoice({ connection }: { connection: ConnectionView }) {
  const { schemas } = usePanel();
  const files = schemas.files.value;
  if (files === null) return null;
  const speaksProtobuf = connection.speaks?.at(-1)?.id === "protobuf";
  if (files.length === 0) {
    // Who has no schema is asked for one where it would be of use.
    return speaksProtobuf ? (
      <p class="schema-offer">
        {say("schemaOffer")} <AddFiles />
      </p>
    ) : null;
  }
  const rule = schemas.ruleOf(connection);
  return (
    <details class="schema-choice" open={rule !== null || speaksProtobuf}>
      <summary>
        {say("schemaChoice")} <span class="is-dim">{say(rule === null ? "schemaNotSaid" : "asYouSaid")}</span>
      </summary>
      <Choice key={`${connection.id} ${JSON.stringify(rule)}`} connection={connection} rule={rule} />
      {rule !== null && connection.speaks !== null && !speaksProtobuf && (
        <p class="detail-missing">{say("schemaDoesNotFit")}</p>
      )}
    </details>
  );
}

function Choice({ connection, rule }: { connection: ConnectionView; rule: SchemaRule | null }) {
  const { schemas } = usePanel();
  const keptFor = useKeptFor(connection, rule);
  const { sent = null, received = null } = rule ?? {};
  const decide = (next: Partial<SchemaRule>) => schemas.decide({ ...keptFor.kept, sent, received, ...next });
  const canSend = connection.kind === "websocket";
  return (
    <div class="decoder-choice">
      <TypeChoice
        label={say("schemaReceived")}
        chosen={received}
        onChoose={(type) => decide({ received: type })}
      />
      {canSend && (
        <TypeChoice label={say("schemaSent")} chosen={sent} onChoose={(type) => decide({ sent: type })} />
      )}
      <KeptFor state={keptFor} name="schema-for" />
      <p>
        {rule !== null && (
          <>
            {rule.url === null ? say("decidedForThisConnection") : say("decidedFor", { url: rule.url })}{" "}
            <button
              type="button"
              class="link"
              onClick={() => schemas.decide({ ...rule, sent: null, received: null })}
            >
              {say("forgetIt")}
            </button>{" "}
          </>
        )}
        <button
          type="button"
          class="link"
          onClick={() => {
            schemas.shown.value = true;
          }}
        >
          {say("schemaFilesOf")}
        </button>
      </p>
    </div>
  );
}

interface TypeChoiceProps {
  readonly label: string;
  readonly chosen: string | null;
  readonly onChoose: (type: string | null) => void;
}

function TypeChoice({ label, chosen, onChoose }: TypeChoiceProps) {
  const { types } = usePanel().schemas.contents.value;
  const isGone = chosen !== null && !types.includes(chosen);
  return (
    <p>
      <label>
        {label}{" "}
        <select value={chosen ?? ""} onChange={({ currentTarget: { value } }) => onChoose(value || null)}>
          <option value="">{say("schemaNone")}</option>
          {isGone && <option value={chosen}>{say("schemaGone", { type: chosen })}</option>}
          {types.map((it) => (
            <option key={it} value={it}>
              {it}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}
