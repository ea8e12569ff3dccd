import type { PageCapture } from "../store/capture.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

const PRIVATE = " The list of sites is kept on this machine, also when it is changed in a private window.";

/** In the status line: whether Duplex is on the page's site, and the button that changes it. */
export function SiteState({ recording }: { recording: boolean }) {
  const here = usePanel().capture.page.value;
  const word = recording ? "recording" : "paused";
  const isRecording = recording && here?.on !== false;
  return (
    <span class={`site-state ${isRecording ? "is-recording" : "is-noted"}`}>
      {here === null ? (
        word
      ) : (
        <>
          {here.on ? word : "off"} on <bdi>{here.site}</bdi>
          {here.reload && " after a reload"}
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
  const inPrivate = store.status.value?.privateWindow ? PRIVATE : "";
  const others = by.filter((it) => it !== site);
  const hint = on
    ? `Duplex leaves the pages of ${site} alone from their next load on.${inPrivate}`
    : `Duplex records the pages of ${site} again.${inPrivate}`;
  const also = others.length === 0 ? "" : ` This takes ${others.join(", ")} off the list.`;
  return (
    <button type="button" class={className} title={hint + also} onClick={() => store.capture.turn(!on)}>
      {on ? "Off on this site" : `Turn on${others.length === 0 ? "" : ` for ${others.join(", ")}`}`}
    </button>
  );
}

/** Over the rows: that nothing comes from the page that is there, or that it must be reloaded. */
export function SiteBar() {
  const here = usePanel().capture.page.value;
  if (here === null || (here.on && !here.reload)) return null;
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

/** How it stands with the page, where it is not simply recorded. */
export function SiteSentence({ here }: { here: PageCapture }) {
  const site = <bdi>{here.site}</bdi>;
  if (here.on) {
    return (
      <>
        <b>Reload the page to see its traffic.</b> It was loaded before Duplex could watch it.
      </>
    );
  }
  if (here.reload) {
    return (
      <>
        <b>Off on {site}, once the page is reloaded.</b> Until then its messages are recorded.
      </>
    );
  }
  return (
    <>
      <b>Off on {site}.</b> Duplex leaves this site’s pages and frames alone: it puts nothing into them, and
      records nothing of them.
    </>
  );
}

export function ReloadButton() {
  const { host } = usePanel();
  return (
    <button type="button" class="button" onClick={() => host.reloadPage()}>
      Reload the page
    </button>
  );
}
