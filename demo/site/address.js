/** Where the demo's servers are, with a `client` of its own for each connection, so that it can be found again. */

/** A name nobody else has; crypto.randomUUID() is missing on pages from other hosts. */
export function createClientName() {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(words, (word) => word.toString(36)).join("");
}

/** `ws://…/path?client=…` */
export function socketUrl(path, parameters = {}) {
  return withClient(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`, parameters);
}

/** A request to the page's own origin. */
export function requestUrl(path, parameters = {}) {
  return withClient(`${location.origin}${path}`, parameters);
}

/** The origin for requests that are held: an origin has six connections, and these would use them up. */
export function streamsOrigin() {
  return document.querySelector('meta[name="streams-origin"]')?.content ?? location.origin;
}

function withClient(base, parameters) {
  return `${base}?${new URLSearchParams({ client: createClientName(), ...parameters })}`;
}
