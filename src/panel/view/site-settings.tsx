import { useSignal } from "@preact/signals";
import { say, sayParts } from "../../core/text/say.ts";
import type { CaptureSettings } from "../../core/wire/capture-settings.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** Where Duplex is: everywhere but on some sites, or only on some. */
export function SiteSettings({ settings }: { settings: CaptureSettings }) {
  const { capture, host } = usePanel();
  const list = settings.sites === "only" ? settings.only : settings.off;
  return (
    <fieldset class="setting-group">
      <legend>{say("sites")}</legend>
      <SitesChoice value="except" label={say("everywhereExceptOnTheseSites")} settings={settings} />
      <SitesChoice value="only" label={say("onlyOnTheseSites")} settings={settings} />
      <ul class="site-list" aria-label={say("sites")}>
        {list.map((site) => (
          <li key={site}>
            <bdi>{site}</bdi>
            <button
              type="button"
              class="button is-quiet is-icon"
              aria-label={say("removeSite", { site })}
              title={say("remove")}
              onClick={() => capture.remove(site)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {list.length === 0 && (
          <li class="is-dim">{settings.sites === "only" ? say("noneDuplexIsNowhere") : say("none")}</li>
        )}
      </ul>
      <AddSite />
      <p class="setting-note">
        {sayParts("withItsSubdomains", {
          code: <code>shop.example</code>,
          code2: <code>*.shop.example</code>,
          code3: <code>127.0.0.1</code>,
        })}{" "}
        {host.browser === "chromium" && (
          <>
            <code>localhost:3000</code>,{" "}
          </>
        )}
        <code>file:</code>. {host.browser === "firefox" && `${say("firefoxCannotTellPortsApart")} `}
        {say("aFrameGoesByIts")}
      </p>
    </fieldset>
  );
}

interface SitesChoiceProps {
  readonly value: CaptureSettings["sites"];
  readonly label: string;
  readonly settings: CaptureSettings;
}

function SitesChoice({ value, label, settings }: SitesChoiceProps) {
  const { capture } = usePanel();
  return (
    <label class="setting">
      <input
        type="radio"
        name="sites"
        checked={settings.sites === value}
        onChange={() => capture.change({ sites: value })}
      />
      {label}
    </label>
  );
}

function AddSite() {
  const { capture } = usePanel();
  const text = useSignal("");
  const problem = useSignal<string | null>(null);
  return (
    <form
      class="site-add"
      onSubmit={(event) => {
        event.preventDefault();
        problem.value = capture.add(text.peek());
        if (problem.peek() === null) text.value = "";
      }}
    >
      <input
        type="text"
        aria-label={say("site")}
        aria-invalid={problem.value !== null}
        aria-describedby="site-problem"
        placeholder="shop.example"
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          problem.value = null;
        }}
      />
      <button type="submit" class="button">
        {say("add")}
      </button>
      <span id="site-problem" class="is-troubled" role="alert">
        {problem.value}
      </span>
    </form>
  );
}
