import { build } from "esbuild";

/** A module and all that it imports, as one classic script's text, which can be evaluated in a page. */
export async function bundleScript(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2023",
  });
  return `(() => {\n${outputFiles[0]?.text ?? ""}\nreturn true;\n})()`;
}
