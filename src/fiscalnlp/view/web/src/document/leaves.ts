// The document in pieces small enough to be drawn when they come near: its pages, or runs of its text.
import { data, hasPictures, words, type MergedCell, type PageShape } from "../data";

export interface PageLeaf {
  type: "page";
  page: PageShape;
}

/** A part of the text; of a long table, some of its rows, the first of which is `row`. */
export interface TextPart {
  table: boolean;
  start: number;
  end: number;
  row: number;
  merged: MergedCell[];
}

export interface TextLeaf {
  type: "text";
  start: number;
  end: number;
  parts: TextPart[];
}

export type Leaf = PageLeaf | TextLeaf;

/** Code points of a leaf of text; a screen holds about a thousand. */
const ENOUGH = 3000;

export const leaves: Leaf[] = hasPictures ? data.pages.map((page) => ({ type: "page", page })) : textLeaves();

function textLeaves(): TextLeaf[] {
  const found: TextLeaf[] = [];
  let parts: TextPart[] = [];
  for (const part of textParts()) {
    parts.push(part);
    if (part.end - parts[0]!.start >= ENOUGH) {
      found.push(leaf(parts));
      parts = [];
    }
  }
  if (parts.length) found.push(leaf(parts));
  return found;
}

function leaf(parts: TextPart[]): TextLeaf {
  return { type: "text", start: parts[0]!.start, end: parts.at(-1)!.end, parts };
}

function* textParts(): Generator<TextPart> {
  for (const [table, start, end, merged] of data.blocks) {
    if (!table) {
      yield { table, start, end, row: 0, merged };
      continue;
    }
    let [from, row] = [start, 0]; // of the part
    let at = start;
    for (const [number, line] of words(start, end).split("\n").entries()) {
      const next = at + Array.from(line).length + 1;
      if (next - from >= ENOUGH) {
        yield { table, start: from, end: Math.min(end, next - 1), row, merged };
        [from, row] = [next, number + 1];
      }
      at = next;
    }
    if (from < end) yield { table, start: from, end, row, merged };
  }
}

/** The leaf on which a place stands: its number, -1 if there is none. */
export function leafAt(page: number | null | undefined, offset: number): number {
  return leaves.findIndex((each) =>
    each.type === "page" ? each.page.page === page : offset < each.end || each === leaves.at(-1),
  );
}
