import { isUtf8 } from "../bytes/is-utf8.ts";
import { isTerminalText, stripAnsi } from "../bytes/strip-ansi.ts";
import { startOfText, textOf } from "../bytes/text-of.ts";
import { SUMMARY_BYTES, toOneLine } from "../json/json-text.ts";
import type { PayloadFormat } from "../payload-format.ts";
import { toBranch, toLeaf } from "../tree-node.ts";

/** So much of a payload is looked at for a row; a screen is less. */
const SEARCHED_BYTES = 64 * 1024;

const ESCAPE = 0x1b;

/** What a terminal is sent: text with control sequences, in text or binary messages. A row shows the text alone. */
export const terminalFormat: PayloadFormat = {
  id: "terminal",
  name: "terminal text",
  read({ bytes, binary }) {
    const at = bytes.subarray(0, SEARCHED_BYTES).indexOf(ESCAPE);
    if (at === -1 || (binary && !isUtf8(bytes, SEARCHED_BYTES))) return null;
    const text = startOfText(bytes, 0, bytes.length, SEARCHED_BYTES);
    if (!isTerminalText(text)) return null;
    const summary = toOneLine(stripAnsi(text).slice(0, SUMMARY_BYTES)).trim();
    return {
      summary: summary === "" ? "(control sequences only)" : summary,
      tree() {
        const whole = textOf(bytes);
        const shown = stripAnsi(whole);
        return toBranch(
          "",
          summary,
          [
            toLeaf("text", "string", toOneLine(shown.slice(0, SUMMARY_BYTES)), null, null, () => shown),
            toLeaf(
              "as sent",
              "string",
              toOneLine(whole.slice(0, SUMMARY_BYTES)),
              0,
              bytes.length,
              () => whole,
            ),
          ],
          0,
          bytes.length,
        );
      },
    };
  },
};
