// The keyboard: single keys, as long as nobody is typing.
import { families } from "./records/families";
import { cycleTheme, switchLanguage } from "./preferences";
import { select, step } from "./selection";
import { family, filtersOpen, helpOpen, pane, query, selectedId } from "./state";

const ACTIONS: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  "/": () => {
    pane.value = "records";
    requestAnimationFrame(() => document.querySelector<HTMLInputElement>("#search")?.focus());
  },
  "[": () => turn(-1),
  "]": () => turn(1),
  l: switchLanguage,
  t: cycleTheme,
  "?": () => {
    helpOpen.value = !helpOpen.value;
  },
};

function turn(by: 1 | -1): void {
  const names = families().map((each) => each.name);
  query.value = "";
  family.value = names[(names.indexOf(family.value) + by + names.length) % names.length] ?? "overview";
}

/** Close or clear what is in front. */
function escape(): void {
  if (helpOpen.value) helpOpen.value = false;
  else if (filtersOpen.value) filtersOpen.value = false;
  else if (query.value) query.value = "";
  else if (selectedId.value !== null) select(null);
}

export function startKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.key === "Escape") {
      escape();
      target?.blur();
      return;
    }
    if (target?.matches("input, select, textarea")) return;
    if (event.key.startsWith("Arrow") && target?.matches(".scroll, [role=tab]")) return; // these scroll, or turn tabs
    const action = ACTIONS[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
