import { useEffect, useRef } from "preact/hooks";
import { data } from "./data";
import { helpOpen } from "./state";
import { t } from "./words";

const KEYS: [keys: string[], text: string][] = [
  [["j", "↓"], "keys.next"],
  [["k", "↑"], "keys.previous"],
  [["/"], "keys.search"],
  [["Esc"], "keys.escape"],
  [["[", "]"], "keys.tabs"],
  [["l"], "keys.language"],
  [["t"], "keys.theme"],
  [["?"], "keys.help"],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-label={t("page.help")} onClose={() => (helpOpen.value = false)}>
      <h2>{t("keys.title")}</h2>
      <dl>
        {KEYS.map(([keys, text]) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p>{t("keys.about")}</p>
      <p class="dim">{t("page.made", { version: data.version })}</p>
      <button type="button" class="tool" onClick={() => (helpOpen.value = false)}>
        {t("page.close")}
      </button>
    </dialog>
  );
}
