import { MOST_PROTO_TYPES, type ProtoField, type ProtoReading } from "./proto-schema.ts";
import { ProtoError, readProtoTokens } from "./read-proto-tokens.ts";
import { resolveProto, type WrittenProto } from "./resolve-proto.ts";

/** Larger files are not written by people. */
const MOST_TEXT = 4 * 1024 * 1024;

/** Messages within messages; compilers allow 32. */
const MOST_DEPTH = 40;

/** What a file says beside its declarations; also what extends messages of others. */
const PASSED_OVER: ReadonlySet<string> = new Set(["syntax", "edition", "import", "option", "extend"]);

/**
 * Reads the text of one or more `.proto` files, proto2, proto3 and editions (https://protobuf.dev/reference/protobuf/proto3-spec/). Options, reserved numbers, extensions and
 * imports are passed over: a type that no given file declares is read as bytes.
 */
export function parseProto(texts: readonly string[]): ProtoReading {
  const written: WrittenProto = { messages: new Map(), enums: new Map(), methods: new Map() };
  const { messages, enums, methods } = written;
  let tokens = readProtoTokens("");
  let packageName = "";

  const fail = (text: string): never => {
    throw new ProtoError(text, 0);
  };

  function declare(full: string, isEntry = false): ProtoField[] {
    if (messages.size + enums.size > MOST_PROTO_TYPES) fail("it declares too many types");
    const fields: ProtoField[] = [];
    messages.set(full, { fields, isEntry });
    return fields;
  }

  function message(scope: string, depth: number): void {
    const full = join(scope, tokens.name());
    const fields = declare(full);
    block(full, fields, depth);
  }

  function block(scope: string, fields: ProtoField[], depth: number): void {
    if (depth > MOST_DEPTH) fail("messages are within each other too deep");
    tokens.expect("{");
    while (tokens.peek() !== "}" && tokens.peek() !== "") member(scope, fields, depth);
    tokens.expect("}");
  }

  function member(scope: string, fields: ProtoField[], depth: number): void {
    const word = tokens.peek();
    // These words may be names of types too: then another name and a number follow.
    const isBlock = tokens.peek(2) === "{";
    if (word === ";") tokens.take();
    else if (word === "option" || word === "reserved" || word === "extensions" || word === "extend")
      tokens.skip();
    else if (isBlock && word === "message") {
      tokens.take();
      message(scope, depth + 1);
    } else if (isBlock && word === "enum") {
      tokens.take();
      enumeration(scope);
    } else if (isBlock && word === "oneof") {
      tokens.take();
      tokens.name();
      block(scope, fields, depth + 1);
    } else if (word === "map" && tokens.peek(1) === "<") map(scope, fields);
    else field(scope, fields, depth);
  }

  function field(scope: string, fields: ProtoField[], depth: number): void {
    const label = tokens.peek();
    const isLabel = label === "repeated" || label === "optional" || label === "required";
    if (isLabel) tokens.take();
    const repeated = label === "repeated";
    const type = tokens.name();
    const name = tokens.name();
    tokens.expect("=");
    const number = tokens.number();
    tokens.skipBrackets();
    if (type === "group") {
      const full = join(scope, name);
      const inner = declare(full);
      fields.push({ name: name.toLowerCase(), number, type: `.${full}`, repeated });
      block(full, inner, depth + 1);
      return;
    }
    tokens.expect(";");
    fields.push({ name, number, type, repeated });
  }

  /** A map is a repeated message of a key and a value. */
  function map(scope: string, fields: ProtoField[]): void {
    tokens.take();
    tokens.expect("<");
    const key = tokens.name();
    tokens.expect(",");
    const value = tokens.name();
    tokens.expect(">");
    const name = tokens.name();
    tokens.expect("=");
    const number = tokens.number();
    tokens.skipBrackets();
    tokens.expect(";");
    const entry = join(scope, `${name}Entry`);
    const inner = declare(entry, true);
    inner.push({ name: "key", number: 1, type: key, repeated: false });
    inner.push({ name: "value", number: 2, type: value, repeated: false });
    fields.push({ name, number, type: `.${entry}`, repeated: true });
  }

  function enumeration(scope: string): void {
    const values = new Map<number, string>();
    enums.set(join(scope, tokens.name()), values);
    tokens.expect("{");
    while (tokens.peek() !== "}" && tokens.peek() !== "") {
      const word = tokens.peek();
      if (word === ";") tokens.take();
      else if ((word === "option" || word === "reserved") && tokens.peek(1) !== "=") tokens.skip();
      else {
        const name = tokens.name();
        tokens.expect("=");
        const number = tokens.number();
        tokens.skipBrackets();
        tokens.expect(";");
        // Of several names for a number the first counts.
        if (!values.has(number)) values.set(number, name);
      }
    }
    tokens.expect("}");
  }

  function service(scope: string): void {
    const full = join(scope, tokens.name());
    tokens.expect("{");
    while (tokens.peek() !== "}" && tokens.peek() !== "") {
      const word = tokens.peek();
      if (word === ";") tokens.take();
      else if (word !== "rpc") tokens.skip();
      else {
        tokens.take();
        const name = tokens.name();
        const input = typeInBrackets();
        tokens.expect("returns");
        const output = typeInBrackets();
        methods.set(`/${full}/${name}`, { input, output });
        if (tokens.peek() === "{") tokens.skip();
        else tokens.expect(";");
      }
    }
    tokens.expect("}");
  }

  function typeInBrackets(): string {
    tokens.expect("(");
    if (tokens.peek() === "stream" && tokens.peek(1) !== ")") tokens.take();
    const type = tokens.name();
    tokens.expect(")");
    return type;
  }

  function file(): void {
    packageName = "";
    while (tokens.peek() !== "") {
      const word = tokens.peek();
      if (PASSED_OVER.has(word)) tokens.skip();
      else {
        tokens.take();
        if (word === "package") {
          packageName = tokens.name();
          tokens.expect(";");
        } else if (word === "message") message(packageName, 0);
        else if (word === "enum") enumeration(packageName);
        else if (word === "service") service(packageName);
        else if (word !== ";") fail(`${word.slice(0, 40)} is no declaration`);
      }
    }
  }

  for (const it of texts) {
    if (it.length > MOST_TEXT) return { problem: { text: "it is too long", line: 0 } };
    try {
      tokens = readProtoTokens(it);
      file();
    } catch (error) {
      if (!(error instanceof ProtoError)) throw error;
      return { problem: { text: error.message, line: error.line } };
    }
  }

  return { schema: resolveProto(written) };
}

function join(scope: string, name: string): string {
  return scope === "" ? name : `${scope}.${name}`;
}
