// What the reader has chosen; everything shown follows from it.
import { computed, signal } from "@preact/signals";
import { byId, records, sections, type Kind, type Rec } from "./data";

export type Language = "zh" | "en";
export type Theme = "auto" | "light" | "dark";
export type Pane = "document" | "records";

export const language = signal<Language>(kept("language", navigator.language.startsWith("zh") ? "zh" : "en"));
export const theme = signal<Theme>(kept("theme", "auto"));
export const pane = signal<Pane>("document");
export const family = signal("overview");
export const query = signal("");
export const zoom = signal(1);
export const helpOpen = signal(false);
export const filtersOpen = signal(false);

/** Id of the selected record; the address of the page says the same. */
export const selectedId = signal<string | null>(null);
export const selected = computed<Rec | undefined>(() =>
  selectedId.value === null ? undefined : byId.get(selectedId.value),
);

export const hiddenKinds = signal<ReadonlySet<Kind>>(new Set());
export const sectionId = signal<string | null>(null);

/** From where to where the chosen section goes: up to the next heading that is no deeper. */
const extent = computed<[number, number] | null>(() => {
  const at = sections.findIndex((section) => section.id === sectionId.value);
  const chosen = sections[at];
  if (!chosen) return null;
  const next = sections.slice(at + 1).find((section) => section.level <= chosen.level);
  return [chosen.span[0], next ? next.span[0] : Infinity];
});

/** Whether the filters leave a record. */
export const isShown = computed(() => {
  const range = extent.value;
  const hidden = hiddenKinds.value;
  return (record: Rec): boolean =>
    !hidden.has(record.kind) && (range === null || (record.span[0] >= range[0] && record.span[0] < range[1]));
});

export const isFiltered = computed(() => hiddenKinds.value.size > 0 || sectionId.value !== null);

export const counts = records.reduce(
  (found, record) => found.set(record.kind, (found.get(record.kind) ?? 0) + 1),
  new Map<Kind, number>(),
);

/** Keep a choice for the next page, where the browser lets us. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`fiscalnlp.${name}`, value);
  } catch {
    // a page from disk may have no storage
  }
}

function kept<T extends string>(name: string, otherwise: T): T {
  try {
    return (localStorage.getItem(`fiscalnlp.${name}`) as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
}
