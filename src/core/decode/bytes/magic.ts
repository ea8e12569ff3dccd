/** A format of files that its first bytes give away. */
export interface Magic {
  readonly id: string;
  readonly name: string;
}

interface Sign extends Magic {
  /** Bytes in hexadecimal digits; `..` is any. At least four that are told. */
  readonly pattern: readonly number[];
}

const ANY = -1;

/** Signatures of four bytes and more: shorter ones are too likely by chance. From the formats' own specifications. */
const SIGNS: readonly Sign[] = [
  sign("png", "PNG image", "89 50 4e 47 0d 0a 1a 0a"),
  sign("jpeg", "JPEG image", "ff d8 ff e0 .. .. 4a 46 49 46 00"),
  sign("jpeg", "JPEG image", "ff d8 ff e1 .. .. 45 78 69 66 00"),
  sign("jpeg", "JPEG image", "ff d8 ff db 00 43 00"),
  sign("gif", "GIF image", "47 49 46 38 37 61"),
  sign("gif", "GIF image", "47 49 46 38 39 61"),
  sign("webp", "WebP image", "52 49 46 46 .. .. .. .. 57 45 42 50"),
  sign("wav", "WAVE audio", "52 49 46 46 .. .. .. .. 57 41 56 45"),
  sign("ogg", "Ogg media", "4f 67 67 53 00"),
  sign("webm", "WebM or Matroska media", "1a 45 df a3"),
  sign("mp4", "MP4 media", ".. .. .. .. 66 74 79 70"),
  sign("mp3", "MP3 audio", "49 44 33 03 00"),
  sign("mp3", "MP3 audio", "49 44 33 04 00"),
  sign("flac", "FLAC audio", "66 4c 61 43 00 00 00 22"),
  sign("pdf", "PDF document", "25 50 44 46 2d"),
  sign("zip", "ZIP archive", "50 4b 03 04"),
  sign("gzip", "gzip", "1f 8b 08 00 .. .. .. .. .. .."),
  sign("zstd", "Zstandard", "28 b5 2f fd"),
  sign("lz4", "LZ4", "04 22 4d 18"),
  sign("wasm", "WebAssembly module", "00 61 73 6d 01 00 00 00"),
  sign("sqlite", "SQLite database", "53 51 4c 69 74 65 20 66 6f 72 6d 61 74 20 33 00"),
];

function sign(id: string, name: string, pattern: string): Sign {
  return {
    id,
    name,
    pattern: pattern.split(" ").map((it) => (it === ".." ? ANY : Number.parseInt(it, 16))),
  };
}

/** The format whose signature bytes begin with; null where none is known. */
export function findMagic(bytes: Uint8Array): Magic | null {
  for (const it of SIGNS) {
    if (bytes.length >= it.pattern.length && begins(bytes, it.pattern)) return it;
  }
  return null;
}

function begins(bytes: Uint8Array, pattern: readonly number[]): boolean {
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern[at] !== ANY && bytes[at] !== pattern[at]) return false;
  }
  return true;
}
