// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
import type { ComponentChildren } from "preact";
import { formatQuantity } from "../../core/format/format-quantity.ts";
import { say, sayParts } from "../../core/text/say.ts";
import type { PageCapture } from "../store/capture.ts";
import { Icon, KindIcon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { hasPage, ReloadButton, SiteSentence, TurnButton } from "./site-state.tsx";
import { UnseenHint } from "./unseen-note.tsx";

interface FirstScreenProps {
  /** How many of the page's own files were requested: they can be shown instead. */
  readonly files: number;
  readonly onShowFiles: () => void;
}

/** What is shown while there is nothing yet: what will appear here, and how. */
export function FirstScreen({ files, onShowFiles }: FirstScreenProps) {
  const store = usePanel();
  const status = store.status.value;
  const here = store.capture.page.value;
  if (status === null) return null;
  if (!status.session.live) {
    return (
      <Welcome title={say("thisSessionIsEmpty")}>
        <p>{say("itWasRecordedWithoutAny")}</p>
      </Welcome>
    );
  }
  if (here !== null && !here.on) return <OffScreen here={here} />;
  const closed = store.capture.closed.value;
  if (closed && hasPage(status)) return <ClosedScreen />;
  if (here?.withheld) return <WithheldScreen here={here} />;
  const reload = here?.reload ?? (status.reloadNeeded && !closed);
  return (
    <Welcome
      title={status.recording ? say("waitingForRealTimeTraffic") : say("recordingIsPaused")}
      before={
        reload && (
          <p class="welcome-reload" role="status">
            <Icon name="warning" />
            <span>{sayParts("itWasLoadedBeforeDuplex", { b: <b>{say("reloadThePageToSee")}</b> })}</span>
            <ReloadButton />
          </p>
        )
      }
    >
      <p>{status.recording ? howRecorded(status.settings.recordWhileHidden) : say("pressRecordToGoOn")} </p>
      <WhatAppears />
      <UnseenHint />
      {closed ? (
        <p role="status">{say("noExtensionHere")}</p>
      ) : (
        !reload && <p class="is-dim">{say("ifThePageWasOpen")}</p>
      )}
      <p class="is-dim">
        {say("nothingLeavesThisMachine")}
        {files > 0 && (
          <>
            {` ${say("soFarThereAreOnly")} `}
            <button type="button" class="link" onClick={onShowFiles}>
              {say("show", { files: formatQuantity(files, "file") })}
            </button>
          </>
        )}
      </p>
    </Welcome>
  );
}

const TITLE_ID = "first-screen-title";

interface WelcomeProps {
  readonly title: ComponentChildren;
  readonly before?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A title and what is to be said; it takes the focus, to be scrolled by keys. */
function Welcome({ title, before, children }: WelcomeProps) {
  return (
    <section class="first-screen" aria-labelledby={TITLE_ID} tabIndex={0}>
      <div class="welcome">
        {before}
        <h2 id={TITLE_ID}>{title}</h2>
        {children}
      </div>
    </section>
  );
}

/** What is shown of a page that browsers keep extensions out of: nothing will appear. */
function ClosedScreen() {
  return (
    <Welcome title={say("nothingCanBeRecordedHere")}>
      <p role="status">{say("noExtensionHere")}</p>
      <p class="is-dim">{say("nothingLeavesThisMachine")}</p>
    </Welcome>
  );
}

/** What is shown of a page that the browser's own settings keep Duplex out of: nothing will appear before they are others. */
function WithheldScreen({ here }: { here: PageCapture }) {
  const { host } = usePanel();
  const how = host.browser === "chromium" ? say("allowAccessInChromium") : say("allowAccessInFirefox");
  return (
    <Welcome title={sayParts("noAccessToSite", { site: <bdi>{here.site}</bdi> })}>
      <p role="status">{say("itsMessagesAreNotRecorded")}</p>
      <p>{how}</p>
      <p class="welcome-buttons">
        <ReloadButton />
      </p>
      <p class="is-dim">{say("nothingLeavesThisMachine")}</p>
    </Welcome>
  );
}

/** What is shown of a page that Duplex is off on, and how to turn it on again. */
function OffScreen({ here }: { here: PageCapture }) {
  const store = usePanel();
  const only = store.capture.settings.value?.sites === "only";
  return (
    <Welcome title={sayParts("offOnHost", { bdi: <bdi>{here.site}</bdi> })}>
      <p role="status">
        <SiteSentence here={here} />
      </p>
      <p class="welcome-buttons">
        {here.reload && <ReloadButton />}
        <TurnButton here={here} class="button" />
        <button
          type="button"
          class="button is-quiet"
          onClick={() => {
            store.settingsShown.value = true;
          }}
        >
          {say("sitesInSettings")}
        </button>
      </p>
      <p class="is-dim">
        {only ? `${say("settingsSayThatDuplexIs")} ` : ""}
        {say("whenItIsTurnedOn")}
      </p>
    </Welcome>
  );
}

function howRecorded(whileHidden: boolean): string {
  const when = whileHidden ? say("sinceDevtoolsWasOpenedWhichever") : say("whileThisPanelIsShown");
  return say("duplexWhatThePageAnd", {
    whilehidden: whileHidden ? say("hasBeenRecording") : say("recordsVerb"),
    when,
  });
}

function WhatAppears() {
  return (
    <ul>
      <li>
        <KindIcon kind="websocket" />
        <span>{sayParts("messagesSentAndReceivedText", { b: <b>WebSocket</b> })}</span>
      </li>
      <li>
        <KindIcon kind="eventsource" />
        <span>{sayParts("eventsServerSentEventsWith", { b: <b>EventSource</b> })}</span>
      </li>
      <li>
        <KindIcon kind="fetch-stream" />
        <span>{sayParts("thatThePageReadsEvent", { b: <b>{say("streamedResponses")}</b> })}</span>
      </li>
      <li>
        <KindIcon kind="http" />
        <span>{sayParts("forDataByEndpointPolling", { b: <b>{say("httpRequests")}</b> })}</span>
      </li>
    </ul>
  );
}
