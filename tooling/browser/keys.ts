/** What both browsers need to know of a key: its DOM names, Windows' code for it and WebDriver's character. */
export interface Key {
  key: string;
  code: string;
  keyCode: number;
  /** The character WebDriver stands it for. */
  character: string;
  /** What it writes, if it writes. */
  text?: string;
}

export interface KeyPress extends Key {
  modifiers: readonly Key[];
}

const NAMED: readonly Key[] = [
  { key: "Enter", code: "Enter", keyCode: 13, character: "\uE007", text: "\r" },
  { key: "Tab", code: "Tab", keyCode: 9, character: "\uE004" },
  { key: "Escape", code: "Escape", keyCode: 27, character: "\uE00C" },
  { key: "Backspace", code: "Backspace", keyCode: 8, character: "\uE003" },
  { key: "Delete", code: "Delete", keyCode: 46, character: "\uE017" },
  { key: "ArrowLeft", code: "ArrowLeft", keyCode: 37, character: "\uE012" },
  { key: "ArrowUp", code: "ArrowUp", keyCode: 38, character: "\uE013" },
  { key: "ArrowRight", code: "ArrowRight", keyCode: 39, character: "\uE014" },
  { key: "ArrowDown", code: "ArrowDown", keyCode: 40, character: "\uE015" },
  { key: "PageUp", code: "PageUp", keyCode: 33, character: "\uE00E" },
  { key: "PageDown", code: "PageDown", keyCode: 34, character: "\uE00F" },
  { key: "End", code: "End", keyCode: 35, character: "\uE010" },
  { key: "Home", code: "Home", keyCode: 36, character: "\uE011" },
  { key: "F2", code: "F2", keyCode: 113, character: "\uE032" },
  { key: "F10", code: "F10", keyCode: 121, character: "\uE03A" },
  { key: "Shift", code: "ShiftLeft", keyCode: 16, character: "\uE008" },
  { key: "Control", code: "ControlLeft", keyCode: 17, character: "\uE009" },
  { key: "Alt", code: "AltLeft", keyCode: 18, character: "\uE00A" },
  { key: "Meta", code: "MetaLeft", keyCode: 91, character: "\uE03D" },
];

const SHIFT_BIT = 8;

/** CDP's bits for the modifiers. */
export const MODIFIER_BITS: Readonly<Record<string, number>> = {
  Alt: 1,
  Control: 2,
  Meta: 4,
  Shift: SHIFT_BIT,
};

/** Whether a key writes its text: with Control, Alt or Meta held it is a command instead. */
export function isWriting(key: Key, modifierBits: number): boolean {
  return key.text !== undefined && (modifierBits & ~SHIFT_BIT) === 0;
}

/** Reads `Control+Shift+f`, `Enter`, `+` or a single character; `Space` is the space bar. */
export function parseKeyPress(combination: string): KeyPress {
  const parts = combination.split(/(?<=.)\+(?=.)/);
  const last = parts.pop() ?? "";
  const modifiers = parts.map((name) => {
    if (!(name in MODIFIER_BITS)) throw new Error(`"${name}" in "${combination}" is not a modifier key.`);
    return findKey(name);
  });
  return { ...findKey(last), modifiers };
}

/** The key of a name or of one character. */
export function findKey(name: string): Key {
  const named = NAMED.find((key) => key.key === name);
  if (named) return named;
  const character = name === "Space" ? " " : name;
  if ([...character].length !== 1) throw new Error(`"${name}" is not a key known here.`);
  return { key: character, ...findPlace(character), character, text: character };
}

/** Where a character sits on the keyboard; what is not a letter, digit or space has no place here. */
function findPlace(character: string): { code: string; keyCode: number } {
  const upper = character.toUpperCase();
  if (/^[A-Z]$/.test(upper)) return { code: `Key${upper}`, keyCode: upper.charCodeAt(0) };
  if (/^[0-9]$/.test(character)) return { code: `Digit${character}`, keyCode: character.charCodeAt(0) };
  if (character === " ") return { code: "Space", keyCode: 32 };
  return { code: "", keyCode: 0 };
}
