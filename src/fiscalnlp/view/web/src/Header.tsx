import { data, disclosure } from "./data";
import { cycleTheme, switchLanguage } from "./preferences";
import { helpOpen, pane, theme, type Pane } from "./state";
import { t, valueName } from "./words";

export function Header() {
  const facts = [
    disclosure.issuer,
    disclosure.region && `${disclosure.region.name} ${disclosure.region.code}`,
    disclosure.fiscal_year,
    valueName(disclosure.report),
  ];
  return (
    <header class="top">
      <div class="title">
        <h1>{data.title}</h1>
        <p>{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <div class="panes" role="group" aria-label={t("page.panes")}>
        <PaneButton name="document" />
        <PaneButton name="records" />
      </div>
      <div class="tools">
        <button type="button" class="tool" onClick={switchLanguage} lang={t("page.switch_language") === "中文" ? "zh-CN" : "en"}>
          {t("page.switch_language")}
        </button>
        <button type="button" class="tool" onClick={cycleTheme} aria-label={`${t("page.theme")}: ${t(`page.theme_${theme.value}`)}`} title={`${t("page.theme")}: ${t(`page.theme_${theme.value}`)}`}>
          {{ auto: "◐", light: "☀", dark: "☾" }[theme.value]}
        </button>
        <button type="button" class="tool" aria-label={t("page.help")} title={t("page.help")} onClick={() => (helpOpen.value = true)}>
          ?
        </button>
      </div>
    </header>
  );
}

function PaneButton({ name }: { name: Pane }) {
  return (
    <button type="button" aria-pressed={pane.value === name} onClick={() => (pane.value = name)}>
      {t(`page.${name}`)}
    </button>
  );
}
