import { formatKeys } from "../../core/format/format-keys.ts";
import { say } from "../../core/text/say.ts";
import { KEY_GROUPS } from "../store/key-groups.ts";
import { ModalDialog } from "./modal-dialog.tsx";
import { usePanel } from "./panel-context.ts";

/** The keys, and what they do. */
export function KeysDialog() {
  const { keysShown } = usePanel();
  if (!keysShown.value) return null;
  const close = () => {
    keysShown.value = false;
  };
  return (
    <ModalDialog label={say("keys")} wide isText onClose={close}>
      <div class="key-groups">
        {KEY_GROUPS.map(({ where, keys }) => (
          <section key={where}>
            <h3>{say(where)}</h3>
            <dl>
              {keys.map(([pressed, says]) => (
                <div key={pressed}>
                  <dt>
                    {pressed.split(" / ").map((key, index) => (
                      <>
                        {index > 0 && " "}
                        <kbd>{formatKeys(key)}</kbd>
                      </>
                    ))}
                  </dt>
                  <dd>{say(says)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="setting-note is-apart">{say("onAMacCmdStands")}</p>
    </ModalDialog>
  );
}
