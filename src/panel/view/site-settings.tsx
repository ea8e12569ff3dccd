import { useSignal } from "@preact/signals";
import type { CaptureSettings } from "../../core/wire/capture-settings.ts";
import { Icon } from "./icons.tsx";
import { usePanel } from "./panel-context.ts";

/** Where Duplex is: everywhere but on some sites, or only on some. */
export function SiteSettings({ settings }: { settings: CaptureSettings }) {
  const { capture, host } = usePanel();
  const list = settings.sites === "only" ? settings.only : settings.off;
  return (
    <fieldset class="setting-group">
      <legend>Sites</legend>
      <SitesChoice value="except" label="Everywhere, except on these sites" settings={settings} />
      <SitesChoice value="only" label="Only on these sites" settings={settings} />
      <ul class="site-list" aria-label="Sites">
        {list.map((site) => (
          <li key={site}>
            <bdi>{site}</bdi>
            <button
              type="button"
              class="button is-quiet is-icon"
              aria-label={`Remove ${site}`}
              title="Remove"
              onClick={() => capture.remove(site)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
        {list.length === 0 && (
          <li class="is-dim">{settings.sites === "only" ? "None: Duplex is nowhere." : "None."}</li>
        )}
      </ul>
      <AddSite />
      <p class="setting-note">
        <code>shop.example</code>, <code>*.shop.example</code> (with its subdomains), <code>127.0.0.1</code>,{" "}
        {host.browser === "chromium" && (
          <>
            <code>localhost:3000</code>,{" "}
          </>
        )}
        <code>file:</code>.{" "}
        {host.browser === "firefox" &&
          "Firefox cannot tell ports apart here: a site is meant on all of them. "}
        A frame goes by its own address, not by that of the page around it. Pages that are open now follow
        when they are reloaded.
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
        aria-label="Site"
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
        Add
      </button>
      <span id="site-problem" class="is-troubled" role="alert">
        {problem.value}
      </span>
    </form>
  );
}
