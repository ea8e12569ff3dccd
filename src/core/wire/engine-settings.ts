import type { DecoderRule } from "../analysis/decoder-rule.ts";
import type { PairingChoice } from "../analysis/pairing-choice.ts";
import type { PollingSettings } from "../analysis/polling/polling-settings.ts";
import type { SchemaRule } from "../analysis/schema-rule.ts";
import type { OwnDecoder } from "../decode/own/own-decoder.ts";
import type { ProtoFile } from "../decode/proto/proto-files.ts";

export interface Settings {
  /** What the reader has decided about decoders, the newest last. Default: nothing. */
  decoders?: readonly DecoderRule[];
  /** What the reader has decided of how messages pair, the newest last. Default: nothing. */
  pairings?: readonly PairingChoice[];
  /** Files of schemas of Protocol Buffers, and which of their types messages have, the newest last. Default: none. */
  schemas?: readonly ProtoFile[];
  schemaRules?: readonly SchemaRule[];
  /** The reader's own decoders; the last that fits an address is taken. Default: none. */
  ownDecoders?: readonly OwnDecoder[];
  /** Go on recording while another panel of DevTools is shown. Default: true. */
  recordWhileHidden: boolean;
  /** The tab of the panel that was chosen last. Default: messages. */
  tab: string;
  /** What the reader counts polling with; what is not there is as it is at first. */
  polling?: PollingSettings;
  /** How the list of messages looks; what is not there is as it is at first. The panel reads it with care: it may be older or newer. */
  list?: ListSettings;
  /** How other lists are ordered, and what of them is opened; read with the same care. */
  order?: OrderSettings;
}

/** How the list of connections and the table of types are ordered, and what of them is opened. */
export interface OrderSettings {
  /** What the connections of a group are ordered by. */
  readonly connections: string;
  /** The page's own files are listed. */
  readonly files: boolean;
  /** Chains of reconnected connections that are laid open, by their first connection; of the sessions that were looked at last. */
  readonly chains: readonly { readonly session: string; readonly ids: readonly number[] }[];
  readonly types: { readonly column: string; readonly descending: boolean };
}

/** How the list of messages looks. */
export interface ListSettings {
  /** The columns in their order; `width` in CSS pixels, null where the column has its own. */
  readonly columns: readonly {
    readonly id: string;
    readonly shown: boolean;
    readonly width: number | null;
  }[];
  /** What times are counted from. */
  readonly time: string;
}
