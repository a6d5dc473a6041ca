// The words of the interface in the language chosen.
import { data, type Kind } from "./data";
import { language } from "./state";

/** The text of this name ("page.search"), {…} filled in. */
export function t(name: string, values: Record<string, string | number> = {}): string {
  const [section = "", key = ""] = name.split(".");
  const text = data.texts[language.value][section]?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, field: string) => String(values[field] ?? ""));
}

export function kindName(kind: Kind): string {
  return t(`kinds.${kind}`);
}

/** What a value of a fixed set is called: "final_account" → 决算. */
export function valueName(value: string | null): string {
  return value === null ? "" : t(`values.${value}`);
}
