/** The types that Protocol Buffers have themselves, in the order of their numbers in descriptors (1 is double). */
export const PROTO_SCALARS = [
  "",
  "double",
  "float",
  "int64",
  "uint64",
  "int32",
  "fixed64",
  "fixed32",
  "bool",
  "string",
  "group",
  "message",
  "bytes",
  "uint32",
  "enum",
  "sfixed32",
  "sfixed64",
  "sint32",
  "sint64",
] as const;

export interface ProtoField {
  readonly name: string;
  readonly number: number;
  /** A scalar's name, or the full name of a message or an enum, without a leading dot. */
  readonly type: string;
  readonly repeated: boolean;
}

export interface ProtoMessage {
  /** With its package, and the messages around it. */
  readonly name: string;
  readonly fields: ReadonlyMap<number, ProtoField>;
  /** It is the entry of a map: field 1 is the key, 2 the value. */
  readonly isEntry: boolean;
}

/** A call of a service: which messages it takes and gives. */
export interface ProtoMethod {
  readonly input: string;
  readonly output: string;
}

/** What one or more files declare. */
export interface ProtoSchema {
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  /** Names by number. */
  readonly enums: ReadonlyMap<string, ReadonlyMap<number, string>>;
  /** By the path that gRPC and Connect call it at: `/package.Service/Method`. */
  readonly methods: ReadonlyMap<string, ProtoMethod>;
}

/** What could not be read, in words; `line` counts from 1, 0 is none. */
export interface ProtoProblem {
  readonly text: string;
  readonly line: number;
}

export type ProtoReading = { readonly schema: ProtoSchema } | { readonly problem: ProtoProblem };

/** The file would declare more than this, and is none. */
export const MOST_PROTO_TYPES = 20_000;
