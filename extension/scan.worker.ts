import { openDatabase } from "../src/engine/database.ts";
import { createSessionStore } from "../src/engine/session-store.ts";
import { createStoredScan } from "../src/engine/stored-scan.ts";
import { speakLanguage } from "./languages.ts";

const store = openDatabase().then(createSessionStore);
// Where it cannot be opened, all is in memory, and nothing has to be read.
store.catch(() => {});
// The engine is at the other end of this, not the page that has started it.
self.onmessage = ({ data, ports: [engine] }) => {
  speakLanguage(data.language);
  if (engine === undefined) return;
  const answer = createStoredScan(store, (reply) => engine.postMessage(reply));
  engine.onmessage = ({ data }) => answer(data);
};
