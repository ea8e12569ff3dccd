// biome-ignore-all lint/a11y/noStaticElementInteractions: files can also be chosen with Import
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../core/text/say.ts";
import { isSchemaFile } from "../store/schemas.ts";
import { usePanel } from "./panel-context.ts";

/** Takes files that are dropped anywhere on the panel. */
export function FileDrop({ children }: { children: ComponentChildren }) {
  const { schemas, sessions } = usePanel();
  const [over, setOver] = useState(false);
  return (
    <div
      class="file-drop"
      role="presentation"
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        setOver(false);
        const files = [...(event.dataTransfer?.files ?? [])];
        const file = files[0];
        if (file === undefined) return;
        event.preventDefault();
        if (isSchemaFile(file.name)) {
          schemas.shown.value = true;
          void schemas.add(files);
        } else void sessions.importFile(file);
      }}
    >
      {children}
      {over && <div class="drop-hint">{say("dropAHarOrA")}</div>}
    </div>
  );
}
