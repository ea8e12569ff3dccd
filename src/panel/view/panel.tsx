import { useRef, useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import type { PaneSizes } from "../store/pane-sizes.ts";
import { ConnectionDetail } from "./connection-detail.tsx";
import { ConnectionList } from "./connection-list.tsx";
import { DetailPane } from "./detail-pane.tsx";
import { FileDrop } from "./file-drop.tsx";
import { FirstScreen } from "./first-screen.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { MainPane } from "./main-pane.tsx";
import { NoteDialog } from "./note-dialog.tsx";
import { NoticesBar } from "./notices-bar.tsx";
import { OwnDecodersDialog } from "./own-decoders-dialog.tsx";
import { usePanel } from "./panel-context.ts";
import { SchemasDialog } from "./schemas-dialog.tsx";
import { SessionsDialog, SessionsStart } from "./sessions-view.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";
import { SiteBar } from "./site-state.tsx";
import { Splitter } from "./splitter.tsx";
import { StatusLine } from "./status-line.tsx";
import { Toolbar } from "./toolbar.tsx";
import { Unanswered } from "./unanswered.tsx";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useLater } from "./use-later.ts";
import { usePanelKeys } from "./use-panel-keys.ts";
import { type PanelShape, useShape } from "./use-shape.ts";
import { WorkBar } from "./work-bar.tsx";

/** The whole panel. */
export function Panel({ sizes }: { sizes: PaneSizes }) {
  const store = usePanel();
  usePanelKeys();
  useKeptFocus();
  const root = useRef<HTMLDivElement>(null);
  const shape = useShape(root);
  return (
    <FileDrop>
      <div class={`panel is-${shape}`} data-session={store.status.value?.session.id} ref={root}>
        <header>
          <h1 class="unseen">Duplex</h1>
          <Toolbar />
        </header>
        {!store.sessions.shown.value && <NoticesBar />}
        {!store.sessions.shown.value && <WorkBar />}
        <Body sizes={sizes} shape={shape} />
        <StatusLine />
        <SessionsDialog />
        <SettingsDialog />
        <NoteDialog />
        <KeysDialog />
        <OwnDecodersDialog />
        <SchemasDialog />
      </div>
    </FileDrop>
  );
}

function Body({ sizes, shape }: { sizes: PaneSizes; shape: PanelShape }) {
  const store = usePanel();
  const [filesShown, setFilesShown] = useState(false);
  const status = store.status.value;
  if (status === null) {
    return (
      <main class="body" aria-busy="true">
        <Unanswered />
      </main>
    );
  }
  if (!store.isOpen.value) return <SessionsStart />;
  const isWhole = store.filter.value === "" && store.scope.value === null;
  // The page's own files are not what one comes for: the first screen stays until they are asked for.
  const isFirst = isWhole && !store.hasTraffic.value && status.session.live && !filesShown;
  const isEmpty = isWhole && status.view.total === 0 && status.connections.length === 0;
  if (isFirst || isEmpty) {
    const files = status.connections.length;
    return (
      <main class="body">
        <FirstScreen files={files} onShowFiles={() => setFilesShown(true)} />
      </main>
    );
  }
  return (
    <>
      <SiteBar />
      <Panes sizes={sizes} shape={shape} />
    </>
  );
}

function Panes({ sizes, shape }: { sizes: PaneSizes; shape: PanelShape }) {
  const store = usePanel();

  const isNarrow = shape === "narrow";
  const isBeside = shape === "wide";
  const connections = isNarrow ? sizes.connectionsBelow : sizes.connections;
  const detail = isBeside ? sizes.detail : sizes.detailBelow;
  const shown = store.connectionShown.value;
  const isListDue = useLater(true);
  const isMainDue = useLater(isListDue);
  const isDetailDue = useLater(store.list.cursor.value.row !== null || shown !== null);
  return (
    <main class="body">
      <div class="pane is-sized" style={{ flexBasis: `${connections.size.value}px` }}>
        {isListDue && <ConnectionList />}
      </div>
      <Splitter pane={connections} label={say("sizeOfTheListOf")} upright={!isNarrow} />
      <div class="pane-group">
        <div class="pane is-main">{isMainDue && <MainPane />}</div>
        {isDetailDue && (
          <>
            <Splitter pane={detail} label={say("sizeOfTheDetailPane")} upright={isBeside} behind />
            <div
              class={`pane is-sized is-detail ${shown === null ? "is-of-row" : ""}`}
              style={{ flexBasis: `${detail.size.value}px` }}
            >
              {shown === null ? <DetailPane /> : <ConnectionDetail connection={shown} />}
            </div>
          </>
        )}
      </div>
    </main>
  );
}
