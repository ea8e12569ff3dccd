import { transform } from "esbuild";
import type { Plugin } from "vite";

/**
 * Names of fields that only the hook's own objects have, among themselves: they are shortened in what runs in every page.
 * None may be a field of what leaves the hook (records, batches), nor of anything of the browser's.
 */
export const OWN_NAMES: readonly string[] = [
  // Natives, instruments, streams
  ..."asker blobSize bytesOf caught dispatch getter hide install isMadeText listen readBlob".split(" "),
  ..."sliceBlob watch refusal below constructed called later wake room since marks verb address drained following came".split(
    " ",
  ),
  ..."adopt asked begin branch branches cancelled chunk closing contentType failed pipedInto position".split(
    " ",
  ),
  ..."end mayOutlive over requestedAt types unseen via whole".split(" "),
  // What waits, and what it waits in
  ..."askLater evict flush haul inRing peek pending record records bucket".split(" "),
  ..."removeFirst setIdle setLeaving setReady settle saysMore sole spare stored take weight".split(" "),
  // The link
  ..."mend offer isOther setLimit".split(" "),
];

/** Shortens the hook's own names before the minifier, which leaves fields alone. */
export function shortNames(): Plugin {
  const mangleProps = new RegExp(`^(?:${OWN_NAMES.join("|")})$`);
  return {
    name: "duplex-short-names",
    async renderChunk(code) {
      // One word for all that is declared packs better.
      const shortened = await transform(code.replace(/\bconst\b/g, "let"), {
        mangleProps,
        target: "esnext",
        charset: "utf8",
      });
      return { code: shortened.code, map: null };
    },
  };
}
