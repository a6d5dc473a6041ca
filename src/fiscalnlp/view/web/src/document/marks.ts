// What is marked in the document: each record where it stands, and the places of the selected one.
import { computed } from "@preact/signals";
import type { Box, Span } from "../contract";
import { byId, records, type Kind, type Rec } from "../data";
import { isShown, selected } from "../state";

export interface Mark {
  id: string;
  kind: Kind;
  start: number;
  end: number;
  boxes: Box[];
}

/** A place of the selected record; of a finding, one of those compared. */
export interface Place {
  tone: "selected" | "asked" | "other";
  number: number | null;
  page: number | null;
  start: number;
  end: number;
  boxes: Box[];
}

// The document itself is everything, a heading speaks for itself, and a link stands where its duty does.
const UNMARKED = new Set<Kind>(["document", "section", "link"]);

const marked: Mark[] = records.filter((record) => !UNMARKED.has(record.kind)).map(markOf);

function markOf(record: Rec): Mark {
  const place = record.kind === "finding" ? (record.figures?.[0] ?? record) : record;
  return { id: record.id, kind: record.kind, start: place.span[0], end: place.span[1], boxes: place.boxes ?? [] };
}

/** The marks that the filters leave. */
export const marks = computed<Mark[]>(() => marked.filter((mark) => isShown.value(byId.get(mark.id)!)));

/** Marks by page, the larger first, so that one within another is above it. */
export const marksByPage = computed(() => {
  const found = new Map<number, { mark: Mark; box: Box }[]>();
  for (const mark of marks.value) {
    for (const box of mark.boxes) {
      const there = found.get(box[0]);
      if (there) there.push({ mark, box });
      else found.set(box[0], [{ mark, box }]);
    }
  }
  for (const each of found.values()) each.sort((one, other) => area(other.box) - area(one.box));
  return found;
});

function area([, x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}

/** Where the selected record stands. */
export const places = computed<Place[]>(() => {
  const record = selected.value;
  if (!record || record.kind === "document") return [];
  if (record.kind === "finding" && record.figures?.length) {
    return record.figures.map((figure, at) => placeOf(figure, at === 0 ? "asked" : "other", at + 1));
  }
  return [placeOf(record, "selected", null)];
});

interface Standing {
  span: Span;
  page?: number | null;
  boxes?: Box[] | null;
}

function placeOf({ span, page, boxes }: Standing, tone: Place["tone"], number: number | null): Place {
  return { tone, number, page: boxes?.[0]?.[0] ?? page ?? null, start: span[0], end: span[1], boxes: boxes ?? [] };
}

/** A run of text within which the same marks hold, the narrowest first. */
export interface Segment {
  start: number;
  end: number;
  marks: Mark[];
  place: Place | null;
}

/** Cut a range of the text where marks and places begin and end. */
export function segments(start: number, end: number, within: readonly Mark[], shown: readonly Place[]): Segment[] {
  const here = within.filter((mark) => mark.start < end && mark.end > start);
  const placed = shown.filter((place) => place.start < end && place.end > start);
  const cuts = new Set([start, end]);
  for (const each of [...here, ...placed]) {
    if (each.start > start) cuts.add(each.start);
    if (each.end < end) cuts.add(each.end);
  }
  const ordered = [...cuts].sort((one, other) => one - other);
  return ordered.slice(0, -1).map((from, at) => {
    const to = ordered[at + 1]!;
    return {
      start: from,
      end: to,
      marks: here
        .filter((mark) => mark.start <= from && mark.end >= to)
        .sort((one, other) => one.end - one.start - (other.end - other.start)),
      place: placed.find((place) => place.start <= from && place.end >= to) ?? null,
    };
  });
}
