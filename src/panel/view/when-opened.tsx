import { formatTime } from "../../core/format/format-time.ts";
import { say } from "../../core/text/say.ts";
import { hasNamesake } from "../store/has-namesake.ts";
import { usePanel } from "./panel-context.ts";

/** When a connection was opened, where another of those that are listed has its address: they could not be told apart. */
export function WhenOpened({ connection, among }: { connection: number; among: readonly number[] }) {
  const { connections } = usePanel();
  const own = connections.value.get(connection);
  if (own === undefined || !hasNamesake(connection, among, connections.value)) return null;
  return (
    <span class="is-dim">{say("openedAtTime", { time: formatTime(own.openedAt ?? own.createdAt) })} </span>
  );
}
