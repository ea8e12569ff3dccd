/** Hands a file to the browser's downloads. Its bytes stay until the page goes: a download may be slow to begin. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
}
