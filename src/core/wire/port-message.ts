import type { EpochMs } from "../units.ts";
import type { PageBatch } from "./page-batch.ts";
import type { ToldRequest } from "./told-request.ts";

/** The name of the ports that relays open; the devtools page (Firefox: the background) listens for it. */
export const RELAY_PORT = "duplex-relay";
/** The name of the port that a devtools page opens to the background in Firefox. */
export const DEVTOOLS_PORT = "duplex-devtools";

/** From a frame's relay towards the devtools page. `batch` is looked into by the engine's parser alone. */
export interface RelayMessage {
  readonly kind: "batch";
  /** Counts from 1 for each relay; what is not acknowledged is sent again on the next port. */
  readonly number: number;
  readonly batch: PageBatch;
}

/** From the devtools page towards a frame's relay. */
export type RelayCommand =
  /** Somebody listens: send what there is, and go on. */
  | { readonly kind: "arm" }
  /** Every batch up to this number has arrived. */
  | { readonly kind: "ack"; readonly number: number };

/** Sent to all frames of a tab when somebody begins to listen: those with something to say open a port. */
export interface Summons {
  readonly kind: "duplex-summons";
}

/** What the background and a devtools page say to each other in Firefox, where relays reach only the background. */
export type RouterMessage =
  /** `call` counts from 1 for each port. */
  | { readonly kind: "attach"; readonly tabId: number; readonly call: number }
  | {
      readonly kind: "attached";
      readonly incognito: boolean;
      readonly heard: boolean;
      readonly withheld?: boolean;
      /** No script of an extension can be there, now or after a reload. */
      readonly closed?: boolean;
    }
  /** When the tab's document began, of that call; null where no relay of it answers at once. */
  | { readonly kind: "document-started"; readonly call: number; readonly at: EpochMs | null }
  | { readonly kind: "ping" }
  | { readonly kind: "relay-connected"; readonly relay: number; readonly sender: RelaySender }
  | { readonly kind: "relay-message"; readonly relay: number; readonly message: unknown }
  | { readonly kind: "relay-disconnected"; readonly relay: number }
  /** A request of the tab, by the browser's word. */
  | { readonly kind: "request-told"; readonly socket: boolean; readonly request: ToldRequest }
  | { readonly kind: "relay-command"; readonly relay: number; readonly command: RelayCommand };

/** Who a relay is, as the browser says, not the page. */
export interface RelaySender {
  readonly tabId: number;
  readonly frameId: number;
  readonly url: string;
  /** "null" for an opaque one; "" where the browser does not tell. */
  readonly origin: string;
  readonly incognito: boolean;
  /** The document's own name; null where the browser (Firefox) gives none. */
  readonly documentId: string | null;
  /** The document is loaded ahead of being shown (Chromium), as a top frame that has another `frameId` until then. */
  readonly prerendering: boolean;
}

/** Whether a message is a relay's batch, before the batch itself is parsed. */
export function isRelayMessage(message: unknown): message is RelayMessage {
  if (typeof message !== "object" || message === null) return false;
  const { kind, number, batch } = message as Record<string, unknown>;
  return kind === "batch" && Number.isSafeInteger(number) && typeof batch === "object" && batch !== null;
}
