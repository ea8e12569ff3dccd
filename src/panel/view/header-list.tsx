import type { HarHeader } from "../../core/wire/events.ts";
import { Facts } from "./facts.tsx";

/** The headers of a request or an answer, in their order. */
export function HeaderList({ title, headers }: { title: string; headers: readonly HarHeader[] | undefined }) {
  if (headers === undefined || headers.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <Facts facts={headers.map(({ name, value }) => [name, value] as const)} />
    </section>
  );
}
