import type { RelaySender } from "../../src/core/wire/port-message.ts";

/** The relay of the page itself. */
export const PAGE: RelaySender = {
  tabId: 1,
  frameId: 0,
  url: "https://shop.example/",
  origin: "",
  incognito: false,
  documentId: null,
  prerendering: false,
};

/** The relay of an iframe. */
export const IFRAME: RelaySender = { ...PAGE, frameId: 7, url: "https://ads.example/" };
