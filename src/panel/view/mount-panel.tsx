import { render } from "preact";
import type { EngineConnection, PanelHost } from "../store/engine-connection.ts";
import { createPaneSizes } from "../store/pane-sizes.ts";
import { createPanelStore } from "../store/panel-store.ts";
import { Panel } from "./panel.tsx";
import { PanelContext } from "./panel-context.ts";

/** Shows the panel in `root`. Answers how to take it away again. */
export function mountPanel(root: HTMLElement, connection: EngineConnection, host: PanelHost): () => void {
  const store = createPanelStore(connection, host);
  const sizes = createPaneSizes(root.clientWidth || 1200, root.clientHeight || 600);
  root.dataset.browser = host.browser;
  render(
    <PanelContext.Provider value={store}>
      <Panel sizes={sizes} />
    </PanelContext.Provider>,
    root,
  );
  return () => {
    render(null, root);
    store.dispose();
  };
}
