// biome-ignore-all lint/a11y/noStaticElementInteractions: Escape closes what is open, wherever in it the focus is
import type { ComponentChildren, RefObject } from "preact";
import { say } from "../../core/text/say.ts";
import { Icon, type IconName } from "./icons.tsx";

interface SearchBarProps {
  /** Of the field, which may take the focus. */
  readonly input: RefObject<HTMLInputElement | null>;
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly isWrong?: boolean;
  /** What the buttons are called, and what they say where one points at them. */
  readonly before: readonly [label: string, title: string];
  readonly next: readonly [label: string, title: string];
  readonly closeLabel: string;
  /** Names what is said of it, which is in `children`. */
  readonly saidId: string;
  readonly children: ComponentChildren;
  onText(text: string): void;
  go(by: -1 | 1): void;
  /** `byKey`: the focus has to go somewhere. */
  close(byKey: boolean): void;
}

/** A field for what is looked for, what was found of it, and the way to it. */
export function SearchBar(props: SearchBarProps) {
  const { input, label, placeholder, text, isWrong = false, saidId, children } = props;
  return (
    <search
      class="find-bar"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Chromium's DevTools would open its drawer, and a pane around it would close.
        event.stopPropagation();
        event.preventDefault();
        props.close(true);
      }}
    >
      <input
        ref={input}
        type="text"
        class="name-field"
        aria-label={label}
        aria-describedby={saidId}
        aria-invalid={isWrong}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => props.onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          props.go(event.shiftKey ? -1 : 1);
        }}
      />
      <span id={saidId} role="status">
        {children}
      </span>
      <BarButton icon="up" names={props.before} press={() => props.go(-1)} />
      <BarButton icon="down" names={props.next} press={() => props.go(1)} />
      <BarButton icon="close" names={[props.closeLabel, say("closeEsc")]} press={() => props.close(false)} />
    </search>
  );
}

interface BarButtonProps {
  readonly icon: IconName;
  readonly names: readonly [label: string, title: string];
  press(): void;
}

function BarButton({ icon, names: [label, title], press }: BarButtonProps) {
  return (
    <button type="button" class="button is-quiet is-icon" aria-label={label} title={title} onClick={press}>
      <Icon name={icon} />
    </button>
  );
}
