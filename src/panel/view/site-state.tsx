import { say, sayParts } from "../../core/text/say.ts";
import type { EngineStatus } from "../../core/wire/engine-status.ts";
import type { PageCapture } from "../store/capture.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** In the status line: whether Duplex is on the page's site, and the button that changes it. */
export function SiteState({ recording }: { recording: boolean }) {
  const { capture, isSilent, status } = usePanel();
  const here = capture.page.value;
  if (isSilent.value) return <span class="site-state is-troubled">{say("recordingIsNotAnswered")}</span>;
  if (recording && capture.closed.value && hasPage(status.value)) {
    return <span class="site-state is-noted">{say("cannotBeRecorded")}</span>;
  }
  const word = recording ? say("recording") : say("paused");
  const isRecording = recording && here?.on !== false;
  return (
    <span class={`site-state ${isRecording ? "is-recording" : "is-noted"}`}>
      {here === null ? (
        word
      ) : (
        <>
          {sayParts("wordOnSite", { on: here.on ? word : say("offWord"), bdi: <bdi>{here.site}</bdi> })}
          {here.withheld && ` ${say("withoutAccess")}`}
          {here.reload && ` ${say("afterAReload")}`}
          {" · "}
          <TurnButton here={here} class="link" />
        </>
      )}
    </span>
  );
}

/** Turns Duplex off on the page's site, or on again. */
export function TurnButton({ here, class: className }: { here: PageCapture; class: string }) {
  const store = usePanel();
  const { site, on, by } = here;
  const inPrivate = store.status.value?.privateWindow ? ` ${say("theListOfSitesIs")}` : "";
  const others = by.filter((it) => it !== site);
  const hint = on
    ? say("duplexLeavesThePagesOf", { site, inprivate: inPrivate })
    : say("duplexRecordsThePagesOf", { site, inprivate: inPrivate });
  const also = others.length === 0 ? "" : ` ${say("thisTakesOffTheList", { others: others.join(", ") })}`;
  return (
    <button type="button" class={className} title={hint + also} onClick={() => store.capture.turn(!on)}>
      {on
        ? say("offOnThisSite")
        : say("turnOn", {
            others: others.length === 0 ? "" : ` ${say("for", { others: others.join(", ") })}`,
          })}
    </button>
  );
}

/** Over the rows: that nothing comes from the page that is there, or that it must be reloaded. */
export function SiteBar() {
  const { capture, status } = usePanel();
  const here = capture.page.value;
  if (capture.closed.value && hasPage(status.value)) {
    return (
      <div class="notice is-info" role="status">
        <Icon name="info" />
        <span class="notice-text">{say("noExtensionHere")}</span>
      </div>
    );
  }
  if (here === null || (here.on && !here.reload && !here.withheld)) return null;
  return (
    <div class={`notice ${here.on ? "is-warning" : "is-info"}`} role="status">
      <Icon name={here.on ? "warning" : "info"} />
      <span class="notice-text">
        <SiteSentence here={here} />
      </span>
      {here.reload && <ReloadButton />}
      {!here.on && <TurnButton here={here} class="button" />}
    </div>
  );
}

/** Of a page without an address it is not known how it stands with it, and there may be none. */
export function hasPage(status: EngineStatus | null): boolean {
  return status !== null && (status.closed || status.page !== "");
}

/** How it stands with the page, where it is not simply recorded. */
export function SiteSentence({ here }: { here: PageCapture }) {
  const site = <bdi>{here.site}</bdi>;
  if (here.withheld) return <>{sayParts("accessIsWithheld", { site })}</>;
  if (here.on) {
    return <>{sayParts("itWasLoadedBeforeDuplex", { b: <b>{say("reloadThePageToSee")}</b> })}</>;
  }
  if (here.reload) {
    return <>{sayParts("untilThenItsMessagesAre", { b: <b>{sayParts("offOnOnceThePage", { site })}</b> })}</>;
  }
  return <>{sayParts("duplexLeavesThisSitesPages", { b: <b>{sayParts("offOnSite", { site })}</b> })}</>;
}

export function ReloadButton() {
  const { host } = usePanel();
  return (
    <button type="button" class="button" onClick={() => host.reloadPage()}>
      {say("reloadThePage")}
    </button>
  );
}
