import { openDatabase } from "../src/engine/database.ts";
import { createSessionStore } from "../src/engine/session-store.ts";
import { createStoredScan } from "../src/engine/stored-scan.ts";
import { speakLanguage } from "./languages.ts";

const store = openDatabase().then(createSessionStore);
// Where it cannot be opened, all is in memory, and nothing has to be read.
store.catch(() => {});
const answer = createStoredScan(store, (reply) => self.postMessage(reply));
self.onmessage = ({ data }) => {
  if ("language" in data) speakLanguage(data.language);
  else answer(data);
};
