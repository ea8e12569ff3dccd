import { formatCap } from "../../core/format/format-bytes.ts";
import { formatCount } from "../../core/format/format-count.ts";
import { say } from "../../core/text/say.ts";
import type { CaptureSettings } from "../../core/wire/capture-settings.ts";
import { PAYLOADS, RINGS } from "../store/capture.ts";
import { usePanel } from "./panel-context.ts";

/** What a page keeps while DevTools is closed, and how large a message may be. */
export function LimitSettings({ settings }: { settings: CaptureSettings }) {
  const { capture } = usePanel();
  const ring = ({ ringCount, ringBytes }: (typeof RINGS)["default"]) =>
    say("theLastEventsOrOf", { ringcount: formatCount(ringCount), ringbytes: formatCap(ringBytes) });
  const rings = {
    off: say("nothingButWhichConnectionsAre"),
    default: ring(RINGS.default),
    large: ring(RINGS.large),
  };
  const payloads = {
    small: formatCap(PAYLOADS.small),
    default: formatCap(PAYLOADS.default),
    large: formatCap(PAYLOADS.large),
  };
  return (
    <>
      <Choice
        name="ring"
        title={say("whileDevtoolsIsClosedA")}
        options={rings}
        chosen={settings.ring}
        onChoose={(chosen) => capture.change({ ring: chosen })}
      />
      <p class="setting-note">{say("itIsInThePages")}</p>
      <Choice
        name="payload"
        title={say("ofOneMessageIsKept")}
        options={payloads}
        chosen={settings.payload}
        onChoose={(chosen) => capture.change({ payload: chosen })}
      />
      <p class="setting-note">{say("ofALargerOneIts")}</p>
    </>
  );
}

interface ChoiceProps<Name extends string> {
  readonly name: string;
  readonly title: string;
  readonly options: Readonly<Record<Name, string>>;
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

function Choice<Name extends string>({ name, title, options, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <fieldset class="setting-group">
      <legend>{title}</legend>
      {(Object.keys(options) as Name[]).map((option) => (
        <label key={option} class="setting">
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          {options[option]}
        </label>
      ))}
    </fieldset>
  );
}
