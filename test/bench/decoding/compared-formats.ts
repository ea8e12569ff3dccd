import { readFileSync } from "node:fs";
import { gzipSync as nodeGzip } from "node:zlib";
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import { decode as decodeMsgpack, encode as encodeMsgpack } from "@msgpack/msgpack";
import { decode as decodeCbor, encode as encodeCbor } from "cborg";
import { gunzipSync, strFromU8 } from "fflate";
import { decompress as decompressZstd } from "fzstd";
import { compress as compressLz4, decompress as decompressLz4 } from "lz4js";
import { toMessages } from "../../support/decode-conversation.ts";
import { type Compared, MOST_ON_LIBRARY, MOST_OWN } from "./compared.ts";
import { sampleJson } from "./sample-json.ts";

const SIZES = [200, 4096];

/** Formats of payloads, against the libraries that read them. */
export function comparedFormats(): Compared[] {
  return [
    compared(
      "Zstandard",
      "fzstd 0.1.1",
      "zstd",
      readFileSync("test/fixtures/zstd/level-1.3000.zst"),
      (bytes) => strFromU8(decompressZstd(bytes)),
    ),
    ...SIZES.flatMap(comparedOf),
  ];
}

function comparedOf(size: number): Compared[] {
  const value = sampleJson(size);
  const toBytes = (it: unknown) => new TextEncoder().encode(JSON.stringify(it));
  return [
    compared("MessagePack", "@msgpack/msgpack 3.1.3", "msgpack", encodeMsgpack(value), (bytes) =>
      decodeMsgpack(bytes),
    ),
    compared("CBOR", "cborg 6.1.5", "cbor", encodeCbor(value), (bytes) => decodeCbor(bytes)),
    compared(
      "Protocol Buffers",
      "@bufbuild/protobuf 2.17.0, its reader",
      "protobuf",
      toProtobuf(size),
      readProtobuf,
    ),
    compared("LZ4", "lz4js 0.2.0, JSON.parse", "lz4", compressLz4(toBytes(value)), (bytes) =>
      JSON.parse(strFromU8(decompressLz4(bytes))),
    ),
    {
      ...compared(
        "gzip",
        "fflate 0.8.3, JSON.parse",
        "gzip",
        Uint8Array.from(nodeGzip(JSON.stringify(value))),
        (bytes) => JSON.parse(strFromU8(gunzipSync(bytes))),
      ),
      most: MOST_ON_LIBRARY,
    },
  ];
}

function compared(
  protocol: string,
  against: string,
  decoder: string,
  bytes: Uint8Array,
  theirs: (bytes: Uint8Array) => unknown,
): Compared {
  return {
    protocol,
    against,
    decoders: [decoder],
    messages: toMessages([["<", Uint8Array.from(bytes)]]),
    theirs,
    most: MOST_OWN,
  };
}

function toProtobuf(size: number): Uint8Array {
  const writer = new BinaryWriter().uint32(8).uint32(17).uint32(18).string("ABC").uint32(25).double(12.5);
  const fields = Math.floor(size / 30);
  for (let index = 0; index < fields; index += 1) {
    const tag = (index + 4) * 8 + 2;
    if (index % 3 === 0) writer.uint32(tag).fork().uint32(8).uint32(index).uint32(16).bool(true).join();
    else writer.uint32(tag).string(`text of field ${index}`);
  }
  return writer.finish();
}

/** All fields, as a generated class would read them, by the schema of `toProtobuf`. */
function readProtobuf(bytes: Uint8Array): unknown {
  const reader = new BinaryReader(bytes);
  const found: Record<number, unknown> = {};
  while (reader.pos < reader.len) {
    const [field] = reader.tag();
    if (field === 1) found[field] = reader.uint32();
    else if (field === 3) found[field] = reader.double();
    else if (field === 2 || field % 3 !== 1) found[field] = reader.string();
    else {
      const end = reader.uint32() + reader.pos;
      const inner: Record<number, unknown> = {};
      while (reader.pos < end) {
        const [within] = reader.tag();
        inner[within] = within === 1 ? reader.uint32() : reader.bool();
      }
      found[field] = inner;
    }
  }
  return found;
}
