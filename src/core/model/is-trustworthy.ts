/**
 * Whether what comes from an address can be trusted not to be changed on its way (Secure Contexts 3.1): to others browsers
 * send no `Sec-Fetch-Dest` (Fetch Metadata 2).
 */
export function isTrustworthy(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== "http:") return true;
  return /^(127(\.\d+){3}|\[::1\]|(.*\.)?localhost)$/.test(hostname);
}
