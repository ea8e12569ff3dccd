import { signal } from "@preact/signals";
import { inspectBytes } from "../../core/format/inspect-bytes.ts";
import { say } from "../../core/text/say.ts";
import type { ByteSelection } from "../store/byte-selection.ts";

/** Stays as it was left, for all messages. */
const open = signal(true);

/** What the bytes from the first chosen one on would be as numbers, times and texts. */
export function ByteInspector({ bytes, selection }: { bytes: Uint8Array; selection: ByteSelection }) {
  const start = selection.start.value;
  const length = selection.end.value - start;
  return (
    <details
      class="byte-inspector"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{say("asAValue")}</summary>
      {open.value && (
        <div class="byte-values">
          <table>
            <thead>
              <tr>
                <th scope="col">{say("type")}</th>
                <th scope="col">{say("littleEndian")}</th>
                <th scope="col">{say("bigEndian")}</th>
              </tr>
            </thead>
            <tbody>
              {inspectBytes(bytes, start, length).map(({ name, little, big }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {little === big ? (
                    <td colSpan={2}>
                      <bdi>{little === "" ? "–" : little}</bdi>
                    </td>
                  ) : (
                    <>
                      <td>
                        <bdi>{little === "" ? "–" : little}</bdi>
                      </td>
                      <td>
                        <bdi>{big === "" ? "–" : big}</bdi>
                      </td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
