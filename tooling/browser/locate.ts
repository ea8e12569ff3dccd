import type { AccessibleElement } from "./driven.ts";

/** Where a click goes, or why there is nothing to click. */
export interface Located {
  x: number;
  y: number;
}

/** How long an element may take to come, to become enabled and to stand still. */
export const LOCATE_TIMEOUT_MS = 60_000;

/**
 * Runs in the panel: finds the one element of that accessible name, scrolls it into view, waits until it is
 * enabled, still and on top, and resolves with its middle. Self-contained, since its source is sent over.
 */
export async function locateElement(wanted: AccessibleElement, timeoutMs: number): Promise<Located> {
  const ROLE_OF_TAG: Record<string, string> = {
    BUTTON: "button",
    SUMMARY: "button",
    TEXTAREA: "textbox",
    SELECT: "combobox",
    OPTION: "option",
    TR: "row",
    TD: "cell",
    TH: "columnheader",
    LI: "listitem",
    DIALOG: "dialog",
  };
  const ROLE_OF_INPUT: Record<string, string> = {
    button: "button",
    submit: "button",
    reset: "button",
    file: "button",
    color: "button",
    checkbox: "checkbox",
    radio: "radio",
    range: "slider",
    number: "spinbutton",
    search: "searchbox",
  };
  /** Roles a bare name looks among: what a person can act on. */
  const ACTIVE =
    /^(button|link|textbox|searchbox|combobox|checkbox|radio|switch|slider|spinbutton|tab|option|menuitem\w*|treeitem|row|gridcell|columnheader)$/;

  const squeeze = (text: string | null | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();

  function findRole(element: Element): string {
    const given = element.getAttribute("role");
    if (given) return given.split(" ")[0] ?? "";
    if (element.tagName === "INPUT") return ROLE_OF_INPUT[(element as HTMLInputElement).type] ?? "textbox";
    if (element.tagName === "A") return element.hasAttribute("href") ? "link" : "";
    return ROLE_OF_TAG[element.tagName] ?? "";
  }

  /** The text a screen reader would read: no hidden parts, names of images and labelled parts in their place. */
  function readText(node: Node): string {
    if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? "";
    if (!(node instanceof Element)) return "";
    if (node.getAttribute("aria-hidden") === "true" || node.hasAttribute("hidden")) return "";
    const label = node.getAttribute("aria-label") ?? node.getAttribute("alt");
    if (label !== null) return label;
    if (node.tagName === "svg") return node.querySelector(":scope > title")?.textContent ?? "";
    const inner = [...node.childNodes].map(readText).join("");
    return getComputedStyle(node).display.startsWith("inline") ? inner : ` ${inner} `;
  }

  function findName(element: Element): string {
    const ids = element.getAttribute("aria-labelledby");
    if (ids) {
      return squeeze(
        ids
          .split(/\s+/)
          .map((id) => readText(document.getElementById(id) ?? document.createTextNode("")))
          .join(" "),
      );
    }
    const label = squeeze(element.getAttribute("aria-label"));
    if (label) return label;
    if (element.matches("input, textarea, select")) {
      const field = element as HTMLInputElement;
      if (/^(button|submit|reset)$/.test(field.type)) return squeeze(field.value);
      // The field's own content (the options of a list) is no part of the label around it.
      const labels = [...(field.labels ?? [])].map((one) =>
        [...one.childNodes].map((node) => (node.contains(field) ? "" : readText(node))).join(" "),
      );
      return squeeze(labels.join(" ")) || squeeze(field.title) || squeeze(field.placeholder);
    }
    return squeeze([...element.childNodes].map(readText).join("")) || squeeze(element.getAttribute("title"));
  }

  const isShown = (element: Element): boolean =>
    element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";

  function findMatches(): Element[] {
    const fits = [...document.querySelectorAll("*")].filter((element) => {
      const role = findRole(element);
      if (wanted.role === undefined ? !ACTIVE.test(role) : role !== wanted.role) return false;
      return findName(element) === wanted.name && isShown(element);
    });
    return fits.filter((element) => !fits.some((other) => other !== element && element.contains(other)));
  }

  /** A frame, or what comes first where a hidden panel draws none. */
  const nextFrame = (): Promise<unknown> =>
    Promise.race([new Promise(requestAnimationFrame), new Promise((resolve) => setTimeout(resolve, 50))]);

  async function tryOnce(): Promise<Located | string> {
    const matches = findMatches();
    if (matches.length === 0) return "there is no such element";
    if (matches.length > 1 && wanted.nth === undefined)
      return `there are ${matches.length} of them; say which by nth`;
    const element = matches[wanted.nth ?? 0];
    if (!element) return `there are only ${matches.length} of them`;
    if (element.matches(":disabled") || element.getAttribute("aria-disabled") === "true")
      return "it is disabled";
    const before = element.getBoundingClientRect();
    const outside =
      before.top < 0 || before.left < 0 || before.bottom > innerHeight || before.right > innerWidth;
    if (outside) element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    await nextFrame();
    const first = element.getBoundingClientRect();
    await nextFrame();
    const box = element.getBoundingClientRect();
    if (first.x !== box.x || first.y !== box.y) return "it is moving";
    const left = Math.max(box.left, 0);
    const top = Math.max(box.top, 0);
    const x = (left + Math.min(box.right, innerWidth)) / 2;
    const y = (top + Math.min(box.bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    if (
      !hit ||
      !(element.contains(hit) || hit.contains(element) || hit.closest("label")?.control === element)
    ) {
      return `it is covered by ${hit ? hit.outerHTML.slice(0, 120) : "nothing that can be hit"}`;
    }
    return { x, y };
  }

  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await tryOnce();
    if (typeof answer !== "string") return answer;
    if (Date.now() > end) {
      const role = wanted.role ?? "element";
      throw new Error(`Cannot click the ${role} named "${wanted.name}": ${answer}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
