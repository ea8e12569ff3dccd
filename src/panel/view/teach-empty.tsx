import { useState } from "preact/hooks";
import type { EmptyRule } from "../../core/analysis/polling/empty-rule.ts";
import { say } from "../../core/text/say.ts";
import type { LoopView } from "../../core/wire/polling-answer.ts";
import { usePanel } from "./panel-context.ts";

/** Says of an endpoint what its empty answers look like, where Duplex does not see it by itself. */
export function TeachEmpty({ loop }: { loop: LoopView }) {
  const { polling } = usePanel();
  const taught = polling.taughtOf(loop) ?? undefined;
  const [path, setPath] = useState(taught?.field?.path ?? "");
  const [is, setIs] = useState(taught?.field?.is ?? "");
  const [bytes, setBytes] = useState(taught?.atMostBytes === undefined ? "" : String(taught.atMostBytes));
  const rule = ruleOf(path, is, bytes);
  return (
    <form
      class="teach"
      onSubmit={(event) => {
        event.preventDefault();
        polling.teach(loop, rule);
      }}
    >
      <span>{say("anAnswerOfThisEndpoint")}</span>
      <label>
        {say("fieldWord")}{" "}
        <input
          value={path}
          placeholder="data.items"
          onInput={(event) => setPath(event.currentTarget.value)}
        />
      </label>
      <label>
        {say("teachIs")}{" "}
        <input value={is} placeholder="[]" onInput={(event) => setIs(event.currentTarget.value)} />
      </label>
      <label>
        {say("andItHasAtMost")}{" "}
        <input type="number" min="0" value={bytes} onInput={(event) => setBytes(event.currentTarget.value)} />{" "}
        {say("bytesField")}
      </label>
      <button type="submit" class="button is-small" disabled={rule === null}>
        {say("teach")}
      </button>
      {taught !== undefined && (
        <button type="button" class="button is-small" onClick={() => polling.teach(loop, null)}>
          {say("forget")}
        </button>
      )}
    </form>
  );
}

function ruleOf(path: string, is: string, bytes: string): EmptyRule | null {
  const field = path.trim() === "" || is.trim() === "" ? null : { path: path.trim(), is: is.trim() };
  const atMostBytes = /^\d{1,9}$/.test(bytes.trim()) ? Number(bytes) : null;
  if (field === null && atMostBytes === null) return null;
  return { ...(field === null ? {} : { field }), ...(atMostBytes === null ? {} : { atMostBytes }) };
}
