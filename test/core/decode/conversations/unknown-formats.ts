import type { Line } from "../../../support/decode-conversation.ts";

const encoder = new TextEncoder();

/** Formats that somebody made up: each resembles one that is known, or could be taken for one. */
export const HOME_MADE_FORMATS: readonly (readonly [name: string, lines: readonly Line[]])[] = [
  ["netstrings", ["< 5:hello,3:you,", "> 4:ping,", "< 12:subscribe all,", "< 2:42,7:price=1,"]],
  [
    "rows of a table",
    ["< symbol,price,at\n", "< ABC,12.5,1700000000\nXYZ,3.25,1700000001\n", "< ABC,12.75,1700000002\n"],
  ],
  [
    "symbolic expressions",
    ["> (subscribe :id 1 :to prices)", "< (ok 1)", '< (event 1 "ABC" 12.5)', "< (event 1 nil)"],
  ],
  [
    "YAML documents",
    ["< ---\nid: 1\nevent: price\ndata:\n  symbol: ABC\n", "< ---\nid: 2\nevent: bye\n", "> ---\nok: true\n"],
  ],
  ["words between bars", ["> SUB|1|prices|*", "< OK|1", "< MSG|1|prices|ABC;12.5", "< PING|", "> PONG|"]],
  [
    "names and values, a line each",
    ["< type=tick\nsymbol=ABC\nprice=12.5\n\n", "< type=tick\nsymbol=XYZ\n\n", "> type=ack\n\n"],
  ],
  [
    "commands with a header and a body",
    [
      "> NOTIFY room\r\nFrom: ada\r\nLength: 2\r\n\r\nhi",
      "< OK\r\nId: 1\r\n\r\n",
      "< NOTIFY room\r\nFrom: bob\r\n\r\nhello",
    ],
  ],
  [
    "JSON behind a word",
    ['> 1 add {"a":1,"b":2}', '< 1 ok {"sum":3}', '< 0 event {"x":[1,2]}', '> 2 add {"a":2}'],
  ],
  [
    "tags, lengths and texts",
    texts(
      [
        [1, "price"],
        [2, "ABC"],
      ],
      [
        [1, "price"],
        [3, "12.5"],
      ],
      [
        [1, "bye"],
        [9, "reason"],
      ],
    ),
  ],
  [
    "positions in 16 bits",
    [positions(1, 500, 300), positions(2, 501, 302), positions(1, 503, 299), positions(7, 65_000, 4)],
  ],
  [
    "counters, packed and by difference",
    [counters(1, 300, 5), counters(2, 1, 1), counters(70_000, 3, 2), counters(0, 0, 9)],
  ],
  [
    "JSON behind its length in 16 bits",
    [lengthOf({ a: 1 }), lengthOf({ event: "price", value: 12.5 }), lengthOf([1, 2])],
  ],
  ["fields of a fixed width", [fixed("ABC", 12.5), fixed("XYZ", 3.25), fixed("ABC", 13), fixed("LONG", -1)]],
  [
    "texts behind zigzag lengths",
    [zigzag("price", "ABC", 12), zigzag("price", "XYZ", -3), zigzag("bye", "", 0)],
  ],
  ["words of eight bytes with pointers", [words(1, 2, 0x41424300), words(1, 3, 0x58595a00), words(2, 0, 7)]],
];

function binary(bytes: readonly number[]): Line {
  return ["<", Uint8Array.from(bytes)];
}

function texts(...messages: readonly (readonly (readonly [tag: number, text: string])[])[]): Line[] {
  return messages.map((it) =>
    binary(it.flatMap(([tag, text]) => [tag, text.length, ...encoder.encode(text)])),
  );
}

function positions(id: number, x: number, y: number): Line {
  return binary([id, x >> 8, x & 255, y >> 8, y & 255, 0, 0, 1]);
}

function counters(...values: readonly number[]): Line {
  return binary(values.flatMap((it) => varint(it)));
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function lengthOf(value: unknown): Line {
  const text = encoder.encode(JSON.stringify(value));
  return binary([text.length >> 8, text.length & 255, ...text]);
}

function fixed(name: string, price: number): Line {
  const bytes = new Uint8Array(24);
  bytes.set(encoder.encode(name));
  new DataView(bytes.buffer).setFloat64(8, price);
  new DataView(bytes.buffer).setUint32(16, 1_700_000_000);
  return ["<", bytes];
}

function zigzag(...values: readonly (string | number)[]): Line {
  const number = (it: number) => varint((it << 1) ^ (it >> 31));
  return binary(
    values.flatMap((it) =>
      typeof it === "number" ? number(it) : [...number(it.length), ...encoder.encode(it)],
    ),
  );
}

function words(...values: readonly number[]): Line {
  const bytes = new Uint8Array(8 * (values.length + 1));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, values.length, true);
  for (const [index, value] of values.entries()) view.setUint32(8 + index * 8, value, true);
  return ["<", bytes];
}
