// What stands under the pointer: the records marked there, the narrowest first.
import { signal } from "@preact/signals";
import { select } from "../selection";
import { filtersOpen, selectedId } from "../state";

export const pointed = signal<{ ids: string[]; x: number; y: number } | null>(null);

function idsAt(x: number, y: number): string[] {
  const ids: string[] = [];
  for (const element of document.elementsFromPoint(x, y)) {
    const here = element instanceof HTMLElement ? element.dataset.ids : undefined;
    if (here) ids.push(...here.split(" "));
  }
  return [...new Set(ids)];
}

/** Select the narrowest record here; once more at the same place, the one around it. */
export function choose(event: MouseEvent): void {
  filtersOpen.value = false;
  if (!getSelection()?.isCollapsed) return; // somebody is copying text
  const ids = idsAt(event.clientX, event.clientY);
  const next = ids[(ids.indexOf(selectedId.value ?? "") + 1) % ids.length];
  if (next) select(next);
}

export function point(event: PointerEvent): void {
  if (event.pointerType !== "mouse") return;
  const ids = idsAt(event.clientX, event.clientY);
  pointed.value = ids.length ? { ids, x: event.clientX, y: event.clientY } : null;
}

export function unpoint(): void {
  pointed.value = null;
}
