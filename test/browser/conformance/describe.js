/** What the cases of this folder share: each is a function on `cases` that answers JSON, and runs in a page of its own. */
export const cases = {};
export const origin = location.origin;
export const socketUrl = `${origin.replace("http", "ws")}/socket`;

/** A value as JSON, so that two that a page could tell apart differ. */
export function describe(value, depth = 0) {
  if (typeof value === "function") {
    return {
      function: value.name,
      length: value.length,
      text: [Function.prototype.toString.call(value), `${value}`],
      // Firefox lists a function's `length` and `name` in the order in which its interpreter first needed them.
      keys: Reflect.ownKeys(value).map(String).sort(),
      prototype: String(Object.getPrototypeOf(value)?.name),
      extensible: Object.isExtensible(value),
    };
  }
  if (typeof value === "object" && value !== null) {
    return depth > 0 ? Object.prototype.toString.call(value) : { tag: Object.prototype.toString.call(value) };
  }
  return typeof value === "number" ? value : String(value);
}

export function describeProperty(object, key) {
  const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
  if (descriptor === undefined) return null;
  const described = {};
  for (const field of Object.keys(descriptor)) described[field] = describe(descriptor[field], 1);
  return described;
}

export function describeProperties(object) {
  return Object.fromEntries(
    Reflect.ownKeys(object)
      .map((key) => [String(key), describeProperty(object, key)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

export function describeError(error) {
  if (typeof error !== "object" || error === null) return describe(error);
  const own = {};
  for (const key of Reflect.ownKeys(error)) {
    const { value, ...rest } = Reflect.getOwnPropertyDescriptor(error, key);
    own[String(key)] = { ...rest, value: describe(value), get: typeof rest.get, set: typeof rest.set };
  }
  return {
    name: error.name,
    message: error.message,
    code: error.code,
    text: String(error),
    kind: Object.getPrototypeOf(error)?.constructor.name,
    realm: error instanceof Error,
    stack: error.stack,
    place: [error.fileName, error.filename, error.lineNumber, error.columnNumber],
    own,
  };
}

export function attempt(run) {
  try {
    return { value: describe(run()) };
  } catch (error) {
    return describeError(error);
  }
}

export const next = (target, type) =>
  new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));

export async function openSocket(Socket = WebSocket) {
  const socket = new Socket(socketUrl);
  await next(socket, "open");
  return socket;
}
