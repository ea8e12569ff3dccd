import type { EpochMs } from "../core/units.ts";
import type { RelayCommand, RelaySender } from "../core/wire/port-message.ts";
import type { ToldRequest } from "../core/wire/told-request.ts";

/** One relay's port, as the devtools page sees it. */
export interface RelayConnection {
  readonly sender: RelaySender;
  command(command: RelayCommand): void;
}

/** What the devtools page wants to hear of the inspected tab's relays. */
export interface RelayHandlers {
  connected(relay: RelayConnection): void;
  message(relay: RelayConnection, message: unknown): void;
  /** Firefox: a request of the tab, by the browser's word; `socket`: it is the handshake of a WebSocket. */
  told(request: ToldRequest, socket: boolean): void;
  /** Whether the inspected tab is in a private window, whether its page has a relay, and whether the browser withholds the page, or lets no extension in. */
  attached(tab: { incognito: boolean; heard: boolean; withheld?: boolean; closed?: boolean }): void;
}

/** How the relays are reached. */
export interface RelaySource {
  /**
   * Calls the relays of the tab, at first and after each navigation; `attached` answers. Resolves with when the page's
   * document began; null where no relay of it answers at once.
   */
  summon(): Promise<EpochMs | null>;
}
