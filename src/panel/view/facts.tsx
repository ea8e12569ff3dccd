interface FactsProps {
  readonly facts: readonly (readonly [term: string, value: string])[];
}

/** Terms and what is so of them. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl class="facts">
      {facts.map(([term, value], index) => (
        <div key={index}>
          <dt>{term}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
