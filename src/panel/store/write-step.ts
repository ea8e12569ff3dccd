/** A step of a path of JSON, as it is read: `.name`, `[0]`, `["a name"]`. */
export function writeStep(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
