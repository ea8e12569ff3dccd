import { createScanServer } from "../src/core/query/scan-server.ts";

const answer = createScanServer();
self.onmessage = ({ data }) => {
  const reply = answer(data);
  if (reply !== null) self.postMessage(reply);
};
