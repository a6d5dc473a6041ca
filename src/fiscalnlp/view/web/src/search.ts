// Search over all records: each word asked for must stand somewhere in a record.
import { records, type Rec } from "./data";
import { isShown, query } from "./state";
import { computed } from "@preact/signals";

/** Letters, digits and marks as they are compared: full-width as half-width, no case, no thousands. */
function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(\d),(?=\d{3})/g, "$1");
}

// What is not for reading: places and ids.
const SKIPPED = new Set(["doc_id", "span", "boxes", "box", "sha256", "section"]);

let haystack: string[] | null = null;

function texts(): string[] {
  haystack ??= records.map((record) =>
    record.kind === "document"
      ? ""
      : folded(JSON.stringify(record, (name, value: unknown) => (SKIPPED.has(name) || value === null ? undefined : value))),
  );
  return haystack;
}

export const results = computed<Rec[]>(() => {
  const wanted = folded(query.value).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [];
  const shown = isShown.value;
  return records.filter((record, at) => {
    const text = texts()[at] ?? "";
    return shown(record) && wanted.every((word) => text.includes(word));
  });
});
