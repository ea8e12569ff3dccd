import { formatQuantity } from "../../core/format/format-quantity.ts";
import type { PageCapture } from "../store/capture.ts";
import { Icon, KindIcon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";
import { ReloadButton, SiteSentence, TurnButton } from "./site-state.tsx";
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
      <div class="first-screen">
        <div class="welcome">
          <h1>This session is empty</h1>
          <p>It was recorded without any traffic.</p>
        </div>
      </div>
    );
  }
  if (here !== null && !here.on) return <OffScreen here={here} />;
  const reload = here?.reload ?? status.reloadNeeded;
  return (
    <div class="first-screen">
      <div class="welcome">
        {reload && (
          <p class="welcome-reload" role="status">
            <Icon name="warning" />
            <span>
              <b>Reload the page to see its traffic.</b> It was loaded before Duplex could watch it.
            </span>
            <ReloadButton />
          </p>
        )}
        <h1>{status.recording ? "Waiting for real-time traffic" : "Recording is paused"}</h1>
        <p>{status.recording ? howRecorded(status.settings.recordWhileHidden) : "Press Record to go on."} </p>
        <WhatAppears />
        <UnseenHint />
        {!reload && (
          <p class="is-dim">If the page was open before DevTools and nothing appears, reload it once.</p>
        )}
        <p class="is-dim">
          Nothing leaves this machine.
          {files > 0 && (
            <>
              {" So far there are only the page’s own files: "}
              <button type="button" class="link" onClick={onShowFiles}>
                show {formatQuantity(files, "file")}
              </button>
            </>
          )}
        </p>
      </div>
    </div>
  );
}

/** What is shown of a page that Duplex is off on, and how to turn it on again. */
function OffScreen({ here }: { here: PageCapture }) {
  const store = usePanel();
  const only = store.capture.settings.value?.sites === "only";
  return (
    <div class="first-screen">
      <div class="welcome">
        <h1>
          Off on <bdi>{here.site}</bdi>
        </h1>
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
            Sites in Settings
          </button>
        </p>
        <p class="is-dim">
          {only ? "Settings say that Duplex is only on some sites, and this is none of them. " : ""}
          When it is turned on again, the page must be reloaded. Frames of other sites in it are recorded as
          ever.
        </p>
      </div>
    </div>
  );
}

function howRecorded(whileHidden: boolean): string {
  const when = whileHidden
    ? "since DevTools was opened, whichever panel is shown"
    : "while this panel is shown";
  return `Duplex ${whileHidden ? "has been recording" : "records"} ${when}. What the page and its frames say in these ways appears here as it happens:`;
}

function WhatAppears() {
  return (
    <ul>
      <li>
        <KindIcon kind="websocket" />
        <span>
          <b>WebSocket</b> messages, sent and received, text and binary, with every open and close
        </span>
      </li>
      <li>
        <KindIcon kind="eventsource" />
        <span>
          <b>EventSource</b> events (Server-Sent Events), with their types, IDs and reconnects
        </span>
      </li>
      <li>
        <KindIcon kind="fetch-stream" />
        <span>
          <b>Streamed responses</b> that the page reads: event streams, JSON lines, gRPC-Web and others
        </span>
      </li>
      <li>
        <KindIcon kind="http" />
        <span>
          <b>HTTP requests</b> for data, by endpoint: polling shows at a glance
        </span>
      </li>
    </ul>
  );
}
