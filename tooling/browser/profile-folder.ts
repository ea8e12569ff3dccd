import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Where a browser keeps its profile, and how it is done with. */
export interface ProfileFolder {
  dir: string;
  dispose(): Promise<void>;
}

/** The given folder, which is kept, or a temporary one, which is removed. */
export async function openProfileFolder(kept: string | undefined): Promise<ProfileFolder> {
  if (kept !== undefined) {
    const dir = resolve(kept);
    await mkdir(dir, { recursive: true });
    return { dir, dispose: async () => {} };
  }
  const dir = await mkdtemp(join(tmpdir(), "duplex-profile-"));
  const removeAtExit = (): void => {
    try {
      rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    } catch {
      // A browser still dying may hold on to it; the system's own cleaning of temporary files has to do.
    }
  };
  process.once("exit", removeAtExit);
  return {
    dir,
    async dispose() {
      process.off("exit", removeAtExit);
      // Retries, because a browser's last helper process may still be writing when the first has ended.
      await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
