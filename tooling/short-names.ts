import { transform } from "esbuild";
import type { Plugin } from "vite";

/**
 * Names of fields that only the hook's own objects have, among themselves: they are shortened in what runs in every page.
 * None may be a field of what leaves the hook (records, batches), nor of anything of the browser's.
 */
export const OWN_NAMES: readonly string[] = [
  // Natives, instruments, streams
  ..."asker blobSize byteSize bytesOf getter isBuffer readBlob sliceBlob watch".split(" "),
  ..."adopt branch branches cancelled chunk closing pipedInto position unseen whole".split(" "),
  // What waits, and what it waits in
  ..."announce cut deliver drain eventId eventName evict evicted flush hide keep kind limits".split(" "),
  ..."packed payload payloadBytes putFirst record records ringBytes ringCount".split(" "),
  ..."setIdle setLeaving setReady skip started unpack weight".split(" "),
  // On the link
  ..."arm idle".split(" "),
];

/** Shortens the hook's own names before the minifier, which leaves fields alone. */
export function shortNames(): Plugin {
  const mangleProps = new RegExp(`^(?:${OWN_NAMES.join("|")})$`);
  return {
    name: "duplex-short-names",
    async renderChunk(code) {
      const shortened = await transform(code, { mangleProps, target: "esnext", charset: "utf8" });
      return { code: shortened.code, map: null };
    },
  };
}
