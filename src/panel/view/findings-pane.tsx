// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import { useEffect } from "preact/hooks";
import type { Finding } from "../../core/analysis/finding.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { formatOpening } from "../../core/format/format-opening.ts";
import { formatShortUrl } from "../../core/format/format-url.ts";
import { say } from "../../core/text/say.ts";
import { hasNamesake } from "../store/has-namesake.ts";
import { SEVERITIES } from "./connection-health.tsx";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { RowLink } from "./row-link.tsx";
import { LastHeardNote, Unanswered } from "./unanswered.tsx";

/** What ails the connections in scope, most severe first. */
export function FindingsPane() {
  const store = usePanel();
  const { analysis } = store;
  useEffect(() => analysis.watchFindings(), [analysis]);
  const all = analysis.findings.value;
  const shown = analysis.findingsInScope.value;
  const hidden = (all?.length ?? 0) - (shown?.length ?? 0);
  return (
    <section class="analysis" tabIndex={0} aria-label={say("findings")}>
      {shown !== null && shown.length > 0 && <LastHeardNote />}
      {shown?.map((it) => (
        <FindingCard key={`${it.rule} ${it.connection} ${it.rows[0]}`} finding={it} />
      ))}
      {(shown ?? []).length === 0 && <NoFindings />}
      <NotSeen />
      {hidden > 0 && (
        <p class="quiet">
          {say("moreOnOtherConnections", { hidden: formatCount(hidden) })}{" "}
          <button type="button" class="row-link" onClick={() => store.setScope(null)}>
            {say("showAll")}
          </button>
        </p>
      )}
    </section>
  );
}

/** That there are none is said only where it has been looked for them. */
function NoFindings() {
  const { analysis, status, isSilent } = usePanel();
  if (analysis.findings.value === null || isSilent.value) return <Unanswered />;
  const told = status.value?.analysis;
  // The state may tell of findings whose list is still to come.
  const isToCome = told !== undefined && told.findings > analysis.findings.value.length;
  const isLooking = isToCome || told?.busy === true || !analysis.isExamined.value;
  return (
    <div class="nothing" role="status">
      <p>{say(isLooking ? "looking" : "nothingFoundSoFar")}</p>
    </div>
  );
}

/** What this browser tells nobody, so that a lack of findings is not taken for health. An imported session may be another's. */
function NotSeen() {
  const { host, status } = usePanel();
  if (status.value?.session.live !== true) return null;
  return (
    <p class="quiet">
      {host.browser === "firefox" && `${say("firefoxTellsOfNoLongTasks")} `}
      {say("pingsOfWebSocketsAreTold")}
    </p>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const store = usePanel();
  const { severity, title, why, numbers, rows, connection, rule } = finding;
  const connections = store.connections.value;
  const own = connection === null ? undefined : connections.get(connection);
  const isOneOfSeveral = connection !== null && hasNamesake(connection, connections.keys(), connections);
  return (
    <article class={`finding-card is-${severity}`} data-rule={rule}>
      <h2>
        <span class="severity">
          <Icon name={SEVERITIES[severity].icon} />
          {say(SEVERITIES[severity].name)}
        </span>{" "}
        {title}
      </h2>
      {own !== undefined && (
        <p class="is-dim" title={own.url}>
          <bdi>{isOneOfSeveral ? formatOpening(own) : formatShortUrl(own.url)}</bdi>
        </p>
      )}
      <p>{why}</p>
      <dl class="numbers">
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {rows.length > 0 && (
        <p class="rows">
          {say("rows")}{" "}
          {rows.map((row) => (
            <RowLink key={row} row={row} />
          ))}
        </p>
      )}
    </article>
  );
}
