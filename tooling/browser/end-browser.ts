import type { BrowserProcess } from "./process-tree.ts";
import type { ProfileFolder } from "./profile-folder.ts";
import type { Protocol } from "./protocol.ts";

/** An orderly end that takes longer than this is helped with a kill. */
const CLOSE_TIMEOUT_MS = 45_000;

/** The two ways in which a browser is ended, whichever it is; `closeCommand` asks it to end by itself. */
export function endBrowser(
  process: BrowserProcess,
  protocol: Protocol,
  profile: ProfileFolder,
  closeCommand: string,
): { kill(): Promise<void>; close(): Promise<void> } {
  async function kill(): Promise<void> {
    await process.kill();
    protocol.close();
    await profile.dispose();
  }

  return {
    kill,
    async close() {
      protocol.request(closeCommand).catch(() => {});
      const late = setTimeout(() => void process.kill(), CLOSE_TIMEOUT_MS);
      await process.exited;
      clearTimeout(late);
      await kill();
    },
  };
}
