import type { HarHeader } from "../../core/wire/events.ts";
import { meaningsOf } from "../store/header-meanings.ts";

interface HeaderListProps {
  readonly title: string;
  readonly headers: readonly HarHeader[] | undefined;
  /** Of an answer: what some of them do to polling and streams is said beside them. */
  readonly explained?: boolean;
}

/** The headers of a request or an answer, in their order. */
export function HeaderList({ title, headers, explained = false }: HeaderListProps) {
  if (headers === undefined || headers.length === 0) return null;
  const meanings = explained ? meaningsOf(headers) : null;
  return (
    <section>
      <h2>{title}</h2>
      <dl class="facts">
        {headers.map((header, index) => (
          <div key={index}>
            <dt>{header.name}</dt>
            <dd>
              <bdi>{header.value}</bdi>
              {meanings?.has(header) && <div class="header-meaning">{meanings.get(header)}</div>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
