/** Packages that bring no types, as far as tests and the benchmark use them. */

declare module "phoenix" {
  export class LongPoll {}
  export interface Push {
    receive(status: string, run: (response: unknown) => void): Push;
  }
  export interface Channel {
    join(): Push;
    push(event: string, payload: object): Push;
  }
  export class Socket {
    constructor(url: string, options: { transport: typeof LongPoll });
    connect(): void;
    disconnect(done: () => void): void;
    channel(topic: string, params: object): Channel;
  }

  export const Serializer: {
    encode<T>(message: unknown, take: (encoded: string | ArrayBuffer) => T): T;
    decode<T>(raw: unknown, take: (message: Record<string, unknown>) => T): T;
  };
}

declare module "ltx" {
  export interface XmlElement {
    readonly name: string;
    readonly attrs: Readonly<Record<string, string>>;
    readonly children: readonly (XmlElement | string)[];
    getText(): string;
  }
  export function parse(xml: string): XmlElement;
}

declare module "tmi.js/lib/parser.js" {
  export function msg(line: string): unknown;
}

declare module "lz4js" {
  export function compress(bytes: Uint8Array): Uint8Array;
  export function decompress(bytes: Uint8Array): Uint8Array;
}

declare module "sockjs" {
  import type { Server } from "node:http";
  export interface SockJsConnection {
    write(text: string): boolean;
    close(code?: number, reason?: string): boolean;
    on(event: "data", hear: (text: string) => void): void;
    on(event: "close", hear: () => void): void;
  }
  export function createServer(options?: object): {
    on(event: "connection", hear: (connection: SockJsConnection) => void): void;
    installHandlers(server: Server, options: object): void;
  };
}

declare module "faye" {
  import type { Server } from "node:http";
  export class NodeAdapter {
    constructor(options: object);
    attach(server: Server): void;
    getClient(): { publish(channel: string, data: unknown): Promise<void>; disconnect(): void };
    close(): void;
  }
  export class Client {
    constructor(url: string, options?: object);
    disable(feature: string): void;
    subscribe(channel: string, hear: (data: unknown) => void): Promise<void>;
    publish(channel: string, data: unknown): Promise<void>;
    disconnect(): Promise<void>;
  }
}
