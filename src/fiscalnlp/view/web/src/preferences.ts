// Language and appearance: chosen here, carried by attributes of the root element.
import { effect } from "@preact/signals";
import { keep, language, theme, type Theme } from "./state";

const THEMES: Theme[] = ["auto", "light", "dark"];

export function switchLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  keep("language", language.value);
}

export function cycleTheme(): void {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "auto";
  keep("theme", theme.value);
}

export function startPreferences(): void {
  const root = document.documentElement;
  effect(() => {
    root.lang = language.value === "zh" ? "zh-CN" : "en";
  });
  effect(() => {
    if (theme.value === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme.value;
  });
}
