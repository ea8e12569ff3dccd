import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** The colours of a drawing, as the browser resolved them. */
export interface Palette {
  readonly text: string;
  readonly dim: string;
  readonly accent: string;
  readonly sent: string;
  readonly received: string;
  readonly trouble: string;
}

/** Classes that set the colour of a text. */
const CLASSES: Readonly<Record<keyof Palette, string>> = {
  text: "",
  dim: "is-dim",
  accent: "is-accented",
  sent: "is-sent",
  received: "is-received",
  trouble: "is-troubled",
};

const CHANGES = ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"];

/**
 * The theme's colours for a canvas inside an element; null before the first layout. They are read from texts that have
 * them, so that a theme, and a system that sets all colours, have their way.
 */
export function usePalette(ref: RefObject<HTMLElement | null>): Palette | null {
  const [palette, setPalette] = useState<Palette | null>(null);
  useLayoutEffect(() => {
    const place = ref.current;
    if (place === null) return;
    const read = () => setPalette(readPalette(place));
    read();
    const queries = CHANGES.map((it) => matchMedia(it));
    for (const query of queries) query.addEventListener("change", read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme", "class"] });
    return () => {
      for (const query of queries) query.removeEventListener("change", read);
      observer.disconnect();
    };
  }, [ref]);
  return palette;
}

function readPalette(place: HTMLElement): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  place.append(probe);
  const entries = Object.entries(CLASSES).map(([name, className]) => {
    probe.className = className;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}
