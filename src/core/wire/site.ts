/**
 * A site in the lists of where Duplex may be, in one spelling: `shop.example`, `*.shop.example` (with `shop.example`
 * itself), `localhost:3000`, `[::1]`, or `file:`. It is what extensions' match patterns can express, and no more.
 */
export type Site = string;

const FILES = "file:";
/** The longest name that DNS has (RFC 1035, 2.3.4), a star and a port. */
const MAX_LENGTH = 270;

/** What is wrong with what somebody typed, by the key of its sentence. */
export interface SiteProblem {
  readonly problem: "siteTypeHost" | "siteOnlyWeb" | "siteStar" | "siteAddress" | "sitePorts" | "siteNoHost";
  /** Of an address that no web page has. */
  readonly scheme?: string;
}

/** Reads what somebody typed or pasted: a host, an address of the site, or a match pattern. */
export function parseSite(input: string, ports: boolean): { site: Site } | SiteProblem {
  const text = input.trim();
  if (text === "") return { problem: "siteTypeHost" };
  if (/^file:/i.test(text)) return { site: FILES };
  const scheme = /^([a-z][a-z0-9+.-]*|\*):\/\//i.exec(text);
  if (scheme !== null && !/^(\*|https?|wss?)$/i.test(scheme[1] as string)) {
    return { problem: "siteOnlyWeb", scheme: scheme[1] as string };
  }
  const authority = text.slice(scheme?.[0].length ?? 0).replace(/[/?#].*$/s, "");
  const wild = authority.startsWith("*.");
  const name = wild ? authority.slice(2) : authority;
  if (name.includes("*")) {
    return { problem: "siteStar" };
  }
  if (name.length > MAX_LENGTH || name.includes("@") || !URL.canParse(`http://${name}`)) return NO_HOST;
  const { hostname } = new URL(`http://${name}`);
  const port = /:(\d+)$/.exec(name)?.[1] ?? "";
  if (hostname === "") return NO_HOST;
  if (wild && isAddress(hostname)) return { problem: "siteAddress" };
  if (port !== "" && !ports) {
    return { problem: "sitePorts" };
  }
  return { site: `${wild ? "*." : ""}${hostname}${port === "" ? "" : `:${Number(port)}`}` };
}

const NO_HOST: SiteProblem = { problem: "siteNoHost" };

/** The site of a page: its host, with its port where it has one and the browser can tell ports apart; null of a page that has none. */
export function siteOf(url: string, ports: boolean): Site | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, hostname } = new URL(url);
  if (protocol === FILES) return FILES;
  if (protocol !== "http:" && protocol !== "https:") return null;
  return ports ? host : hostname;
}

/** Whether the page is one that browsers keep extensions out of: their own, by the scheme, or one that does not tell them its address. */
export function isClosed(url: string): boolean {
  return !/^(?:https?|file|data|blob|about:(?:blank|srcdoc)$)\b/i.test(url);
}

/** The match patterns of a site. Chromium takes a port only with a scheme. */
export function toMatchPatterns(site: Site): string[] {
  if (site === FILES) return ["file:///*"];
  if (!/:\d+$/.test(site)) return [`*://${site}/*`];
  return [`http://${site}/*`, `https://${site}/*`];
}

/** Whether a page belongs to a site, as the browser decides it by the match patterns. */
export function matchesSite(site: Site, url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, hostname } = new URL(url);
  if (site === FILES || protocol === FILES) return site === protocol;
  if (protocol !== "http:" && protocol !== "https:") return false;
  const [, wild, name, port] = /^(\*\.)?(.*?)(?::(\d+))?$/.exec(site) ?? [];
  const pagePort = /:(\d+)$/.exec(host)?.[1] ?? (protocol === "http:" ? "80" : "443");
  if (port !== undefined && port !== pagePort) return false;
  return hostname === name || (wild !== undefined && hostname.endsWith(`.${name}`));
}

/** An IPv4 or IPv6 address, as a URL has it. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
