import type { PayloadFormat } from "./payload-format.ts";
import { base64JsonFormat } from "./payloads/base64-json.ts";
import { formFormat } from "./payloads/form.ts";
import { jsonFormat } from "./payloads/json.ts";
import { markupFormat } from "./payloads/markup.ts";
import { mediaFormat } from "./payloads/media.ts";
import { terminalFormat } from "./payloads/terminal.ts";

/** The formats that one payload alone shows, in the order in which they are asked. */
export const PAYLOAD_FORMATS: readonly PayloadFormat[] = [
  jsonFormat,
  markupFormat,
  formFormat,
  mediaFormat,
  base64JsonFormat,
  terminalFormat,
];
