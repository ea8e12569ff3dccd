import { useRef } from "preact/hooks";
import { formatBytes } from "../../core/format/format-bytes.ts";
import { say, sayCount } from "../../core/text/say.ts";
import { Icon } from "./icons.tsx";
import { ModalDialog } from "./modal-dialog.tsx";
import { NoticesBar } from "./notices-bar.tsx";
import { usePanel } from "./panel-context.ts";

/** Schemas of Protocol Buffers: their files, and what they are used for. */
export function SchemasDialog() {
  const { schemas } = usePanel();
  if (!schemas.shown.value) return null;
  const files = schemas.files.value ?? [];
  return (
    <ModalDialog
      label={say("schemas")}
      tools={<AddFiles />}
      onClose={() => {
        schemas.shown.value = false;
      }}
    >
      <NoticesBar />
      <Problem />
      {files.length === 0 ? (
        <p class="quiet">{say("schemasAre")}</p>
      ) : (
        <ul class="schema-list" aria-label={say("schemaFiles")}>
          {files.map(({ name, content }) => (
            <li key={name}>
              <bdi>{name}</bdi>
              <span class="is-dim">
                {formatBytes(content.length)} ·{" "}
                {say(typeof content === "string" ? "schemaText" : "schemaDescriptors")}
              </span>
              <button
                type="button"
                class="button"
                aria-label={say("schemaRemove", { name })}
                onClick={() => schemas.remove(name)}
              >
                {say("remove")}
              </button>
            </li>
          ))}
        </ul>
      )}
      {files.length > 0 && <Contents />}
      <Rules />
    </ModalDialog>
  );
}

/** Opens files, from wherever it stands. */
export function AddFiles() {
  const { schemas } = usePanel();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        class="button"
        title={say("schemaAddHint")}
        onClick={() => input.current?.click()}
      >
        {say("schemaAdd")}
      </button>
      <input
        ref={input}
        type="file"
        multiple
        accept=".proto,.desc,.pb,.bin,.binpb,.protoset,.fds"
        class="file-input"
        aria-label={say("schemaFiles")}
        tabIndex={-1}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          // So that the same file can be chosen again.
          event.currentTarget.value = "";
          if (chosen.length === 0) return;
          schemas.shown.value = true;
          void schemas.add(chosen);
        }}
      />
    </>
  );
}

function Problem() {
  const { schemas } = usePanel();
  const problem = schemas.problem.value;
  if (problem === null) return null;
  const { file, line, text, source } = problem;
  return (
    <div class="detail-missing schema-problem" role="alert">
      <Icon name="warning" />
      <span>
        {file !== "" && (
          <b>
            <bdi>{file}</bdi>
            {line > 0 && ` ${say("schemaLine", { line })}`}
            {": "}
          </b>
        )}
        {text}
        {source !== "" && (
          <pre>
            <bdi>{source}</bdi>
          </pre>
        )}
      </span>
    </div>
  );
}

function Contents() {
  const { types, methods, unknown } = usePanel().schemas.contents.value;
  return (
    <>
      <p class="setting-note">
        {sayCount("schemaTypes", types.length)}
        {methods > 0 && ` ${sayCount("schemaMethods", methods)}`} {say("schemaHow")}
      </p>
      {unknown.length > 0 && (
        <p class="setting-note">{say("schemaUnknown", { types: unknown.join(", ") })}</p>
      )}
    </>
  );
}

/** What the reader has said of messages' types. */
function Rules() {
  const { schemas, status } = usePanel();
  const rules = schemas.rules.value;
  if (rules.length === 0) return null;
  const session = status.value?.session.id;
  return (
    <section>
      <h3>{say("schemaRules")}</h3>
      <ul class="schema-list">
        {rules.map((rule) => (
          <li key={`${rule.url} ${rule.session} ${rule.connection}`}>
            <bdi>
              {rule.url ??
                say(rule.session === session ? "schemaOneHere" : "schemaOneElsewhere", {
                  connection: rule.connection ?? 0,
                })}
            </bdi>
            <span class="is-dim">
              {rule.received !== null && `↓ ${rule.received}`} {rule.sent !== null && `↑ ${rule.sent}`}
            </span>
            <button
              type="button"
              class="button"
              onClick={() => schemas.decide({ ...rule, sent: null, received: null })}
            >
              {say("forgetIt")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
