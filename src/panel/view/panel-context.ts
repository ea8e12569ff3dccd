import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { PanelStore } from "../store/panel-store.ts";

/** The store that the panel's components show. */
export const PanelContext = createContext<PanelStore | null>(null);

/** The store, for components inside the panel. */
export function usePanel(): PanelStore {
  const store = useContext(PanelContext);
  if (store === null) throw new Error("Rendered outside of a panel");
  return store;
}
