import { formatJson } from "../../format/format-json.ts";
import type { SaidBlock, SessionAnswer } from "./session-answer.ts";

/**
 * What a model said, as text to be copied: of an answer that is text alone that text; else every block below what it is, arguments of tools
 * indented where they are whole.
 */
export function answerToText({ choices }: Pick<SessionAnswer, "choices">): string {
  const blocks = choices.flatMap((it) => it.blocks);
  if (choices.length <= 1 && blocks.every(({ kind }) => kind === "text"))
    return blocks.map(({ text }) => text).join("");
  return choices
    .map(({ index, blocks: own }) => {
      const heading = choices.length > 1 ? [`# choice ${index}`] : [];
      return [...heading, ...own.map(blockToText)].join("\n\n");
    })
    .join("\n\n");
}

function blockToText(block: SaidBlock): string {
  const { kind, name, call } = block;
  const heading = [kind, name, call === null ? null : `(${call})`].filter((it) => it !== null).join(" ");
  const text = blockText(block);
  return text === "" ? `[${heading}]` : `[${heading}]\n${text}`;
}

/** A block's text as it is read: arguments that are whole JSON are indented. */
export function blockText({ text, whole, length }: SaidBlock): string {
  return whole === true && text !== "" && text.length === length ? formatJson(text) : text;
}
