import type { PairingChoice } from "../../core/analysis/pairing-choice.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import type { ConnectionView } from "../../core/wire/engine-status.ts";
import type { PairingOffer } from "../../core/wire/round-trips-answer.ts";
import { NOTHING_PAIRS } from "../store/analysis.ts";
import { KeptFor, useKeptFor } from "./kept-for.tsx";
import { usePanel } from "./panel-context.ts";
import { WhenOpened } from "./when-opened.tsx";

/** How a connection's messages are paired, by the reader's word: for this one, or for all of a kind of address; `among` the connections that are listed. */
export function PairingSection({ offer, among }: { offer: PairingOffer; among: readonly number[] }) {
  const connection = usePanel().connections.value.get(offer.connection);
  if (connection === undefined) return null;
  const { choice } = offer;
  return (
    <details class="pairing-choice">
      <summary>
        {say("howMessagesPairOn", { url: formatShortUrl(connection.url) })}{" "}
        <WhenOpened connection={offer.connection} among={among} />
        <span class="is-dim">{choice === null ? say("asLearned") : say("asYouSaid")}</span>
      </summary>
      <Choice connection={connection} offer={offer} />
    </details>
  );
}

const LEARNED = "\n";

function Choice({ connection, offer }: { connection: ConnectionView; offer: PairingOffer }) {
  const { analysis } = usePanel();
  const { candidates, choice } = offer;
  const keptFor = useKeptFor(connection, choice);
  const refused = choice?.refused ?? [];
  const confirmed = choice?.confirmed ?? null;
  const decide = (next: Pick<PairingChoice, "confirmed" | "refused">) =>
    analysis.decide({ ...keptFor.kept, ...next });
  // What was chosen may not have come up on this connection yet.
  const names = [
    ...new Set([...candidates.map(({ name }) => name), ...(confirmed === null ? [] : [confirmed])]),
  ];
  const numbersOf = (name: string): string => {
    const found = candidates.find((it) => it.name === name);
    if (found === undefined) return "";
    return ` (${say("pairsOfRequests", { pairs: formatCount(found.pairs), requests: formatCount(found.requests) })})`;
  };
  const value = refused.includes(NOTHING_PAIRS) ? NOTHING_PAIRS : (confirmed ?? LEARNED);
  const others = refused.filter((it) => it !== NOTHING_PAIRS);
  return (
    <div class="decoder-choice">
      <label>
        {say("pairBy")}{" "}
        <select
          value={value}
          onChange={({ currentTarget: { value: chosen } }) => {
            if (chosen === LEARNED) decide({ confirmed: null, refused: others });
            else if (chosen === NOTHING_PAIRS) decide({ confirmed: null, refused: [NOTHING_PAIRS] });
            else decide({ confirmed: chosen, refused: others.filter((it) => it !== chosen) });
          }}
        >
          <option value={LEARNED}>{say("whatIsLearned")}</option>
          <option value={NOTHING_PAIRS}>{say("nothingIsPaired")}</option>
          {names.map((name) => (
            <option key={name} value={name}>
              {name}
              {numbersOf(name)}
            </option>
          ))}
        </select>
      </label>
      {others.length > 0 && (
        <p>
          {say("notPairedBy", { rules: others.join(", ") })}{" "}
          <button type="button" class="link" onClick={() => decide({ confirmed, refused: [] })}>
            {say("pairAgain")}
          </button>
        </p>
      )}
      <KeptFor state={keptFor} name={`paired-for-${connection.id}`} />
      {choice !== null && (
        <p>
          {choice.url === null ? say("decidedForThisConnection") : say("decidedFor", { url: choice.url })}{" "}
          <button
            type="button"
            class="link"
            onClick={() => analysis.decide({ ...choice, confirmed: null, refused: [] })}
          >
            {say("forgetIt")}
          </button>
        </p>
      )}
    </div>
  );
}
