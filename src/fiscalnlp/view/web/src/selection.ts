// Selecting: the address holds the id of the record, so each is a link, and the browser's way back works.
import { effect, signal } from "@preact/signals";
import { byId } from "./data";
import { familyOf } from "./records/families";
import { family, pane, query, selectedId } from "./state";

/** Counts the times that a place in the document was asked for. */
export const asked = signal(0);

export function address(id: string): string {
  return `#${encodeURIComponent(id)}`;
}

export function select(id: string | null): void {
  if (id === selectedId.value && id !== null) {
    asked.value++;
  } else if (id === null) {
    history.pushState(null, "", location.pathname + location.search);
    follow();
  } else {
    location.hash = address(id);
  }
}

/** Select what the address says. */
function follow(): void {
  const id = decodeURIComponent(location.hash.slice(1));
  selectedId.value = byId.has(id) ? id : null;
  if (selectedId.value !== null) asked.value++;
}

export function startSelection(): void {
  follow();
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  // A link to what is selected already changes no address, and yet somebody wants to see the place.
  addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href^='#']") : null;
    if (link && link.getAttribute("href") === location.hash) asked.value++;
  });
  effect(() => {
    const record = selectedId.value === null ? undefined : byId.get(selectedId.value);
    const home = record && familyOf(record.kind);
    if (home && !query.peek() && !cardOf(record.id)) family.value = home;
  });
  effect(() => {
    if (selectedId.value === null) return;
    // The list has its room when the selected record is shown under it.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => cardOf(selectedId.peek())?.scrollIntoView({ block: "nearest" })),
    );
  });
}

/** The selected record in the list that is open, if it is in there. */
function cardOf(id: string | null): Element | null {
  return id === null ? null : document.querySelector(`#panel [data-record="${CSS.escape(id)}"]`);
}

/** Select the record before or after the selected one, in the order of the list on the right. */
export function step(by: 1 | -1): void {
  const listed = [...document.querySelectorAll<HTMLElement>("#panel [data-record]")].map((each) => each.dataset.record!);
  const ids = [...new Set(listed)];
  const at = ids.indexOf(selectedId.value ?? "");
  const next = at < 0 ? ids[by > 0 ? 0 : ids.length - 1] : ids[at + by];
  if (next) select(next);
}

/** Show the place of the selected record, where only one pane has room. */
export function showInDocument(): void {
  pane.value = "document";
  asked.value++;
}
