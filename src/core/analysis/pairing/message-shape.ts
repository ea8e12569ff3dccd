/** Members whose words or small numbers say what a message is. What is only content (`from`, `room`) makes no shape. */
const TYPE_NAME =
  /^(?:@?_*(?:type|event|ev|op|opcode|opname|action|act|method|cmd|command|kind|verb|do|call|func|function|fn|route|target|status|code|msg_?type|message_?type|event_?type|t|e|a|m|c)|msg|ok|success)$/i;

/** A word: what has digits in it may be a name that is new each time. */
const TYPE_WORD = /^[A-Za-z@$_](?:[A-Za-z_.:/ -]{0,46}[A-Za-z_])?$/;
const TYPE_NUMBER = /^-?\d{1,3}$/;
/** What is called by one letter may as well be a time, an address, an amount. */
const SHORT_TYPE_NUMBER = /^-?\d{1,2}$/;
/** What stands where others have a name, and is none: the `*` of what is untagged. */
const TYPE_SIGN = /^[!-/:-@[-`{-~]{1,3}$/;

/** A message with more members than that is told apart by the first. */
const MOST_NAMES = 16;
const MOST_LENGTH = 400;

/** Says of what shape a message is: the names of its outer members, and the words that say its type. */
export interface ShapeBuilder {
  /** The word that says what it is; "" where none does. */
  readonly label: string;
  readonly shape: string;
  name(name: string): void;
  /** A scalar at a member's name or an element's number, not deeper than two levels; `depth` counts from 1. */
  value(name: string | number, text: string, depth?: number): void;
}

/** Creates it; `root` says what the message is as a whole. */
export function createShapeBuilder(root: string): ShapeBuilder {
  const names: string[] = [];
  const types: string[] = [];
  let label = "";
  return {
    get label() {
      return label;
    },
    get shape() {
      // Writers do not keep an order of members.
      return `${root}${names.sort().join(",")}|${types.join("|")}`.slice(0, MOST_LENGTH);
    },
    name(name) {
      if (names.length < MOST_NAMES) names.push(name.slice(0, 48));
    },
    value(name, text, depth = 1) {
      // In an array the first place is the type's.
      const isType = typeof name === "number" ? name === 0 : TYPE_NAME.test(name);
      if (!isType || types.length >= 4) return;
      const isWord = TYPE_WORD.test(text) || TYPE_SIGN.test(text);
      // Numbers of an array within the message are arguments.
      const isShort = typeof name === "string" && name.length === 1;
      if (!isWord && (!(isShort ? SHORT_TYPE_NUMBER : TYPE_NUMBER).test(text) || (depth > 1 && name === 0)))
        return;
      types.push(`${name}=${text}`);
      if (label === "" && (isWord || name !== 0)) label = text;
    },
  };
}
