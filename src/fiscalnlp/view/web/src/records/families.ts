// Families of records: the tabs on the right, in order, and the kinds that each shows.
import type { Kind } from "../data";
import { counts } from "../state";

export interface Family {
  name: string;
  kinds: Kind[];
}

const ALL: Family[] = [
  { name: "overview", kinds: ["document", "section"] },
  { name: "duties", kinds: ["duty", "functional_shift"] },
  { name: "money", kinds: ["amount"] },
  { name: "changes", kinds: ["change", "reason"] },
  { name: "spending", kinds: ["spending", "economic"] },
  { name: "links", kinds: ["link"] },
  { name: "expenses", kinds: ["official_expense"] },
  { name: "holdings", kinds: ["procurement", "asset"] },
  { name: "evaluations", kinds: ["evaluation"] },
  { name: "tables", kinds: ["table", "other_table"] },
  { name: "terms", kinds: ["term", "citation", "nil_return"] },
  { name: "findings", kinds: ["finding"] },
];

/** The families of which the document has any. */
export function families(): Family[] {
  return ALL.filter((family) => family.name === "findings" || countOf(family) > 0);
}

export function countOf(family: Family): number {
  return family.kinds.reduce((found, kind) => found + (counts.get(kind) ?? 0), 0);
}

export function familyOf(kind: Kind): string | undefined {
  return ALL.find((family) => family.kinds.includes(kind))?.name;
}
