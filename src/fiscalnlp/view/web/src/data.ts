// The data of the page: parsed once from the inert element that holds it.
import type { FiscalnlpRecord, DocumentRecord, Section } from "./contract";

export type Rec = FiscalnlpRecord;
export type Kind = Rec["kind"];
export type Of<K extends Kind> = Extract<Rec, { kind: K }>;

export interface PageShape {
  page: number;
  width: number;
  height: number;
}

export interface Stream {
  payer: "general" | "government_fund" | "state_capital" | "all" | "other";
  root: string;
  root_name: string;
  code: string;
  name: string;
  yuan: string;
  purpose: string | null;
  rest: boolean;
  contradicted: boolean;
  record: string | null;
}

export interface ClassNode {
  code: string;
  name: string;
  yuan: string | null;
}

export interface DutyTie {
  duty: string;
  code: string;
  score: number;
  first: boolean;
}

export type Texts = Record<string, Record<string, string>>;

/** A cell of a table that covers more than its own place; `cell` counts those of its row. */
export type MergedCell = [row: number, cell: number, rows: number, columns: number];

interface Explorer {
  contract: string;
  version: string;
  title: string;
  source: string;
  pages: PageShape[];
  blocks: [table: boolean, start: number, end: number, merged: MergedCell[]][];
  records: Rec[];
  streams: Stream[];
  classes: ClassNode[];
  ties: DutyTie[];
  labels: Record<string, (string | null)[]>;
  texts: { zh: Texts; en: Texts };
}

function content(id: string): string | null {
  return document.getElementById(id)?.textContent ?? null;
}

export const data: Explorer = JSON.parse(content("data") ?? "{}");
export const records = data.records;
export const byId = new Map(records.map((record) => [record.id, record]));
export const disclosure = of("document")[0] as DocumentRecord;
export const sections: Section[] = of("section");

/** The records of one kind, in document order. */
export function of<K extends Kind>(kind: K): Of<K>[] {
  return records.filter((record): record is Of<K> => record.kind === kind);
}

/** The record with this id, if it is of this kind. */
export function find<K extends Kind>(kind: K, id: string | null | undefined): Of<K> | undefined {
  const record = id ? byId.get(id) : undefined;
  return record?.kind === kind ? (record as Of<K>) : undefined;
}

/** The picture of a page as a data URL; null where there is none. */
export function picture(page: number): string | null {
  const encoded = content(`picture-${page}`);
  return encoded === null ? null : `data:image/webp;base64,${encoded}`;
}

export const hasPictures = data.pages.some((page) => document.getElementById(`picture-${page.page}`) !== null);

// Spans count code points, strings UTF-16 units: they differ where a character lies beyond the first plane.
const points = /[\ud800-\udbff]/.test(disclosure.text) ? Array.from(disclosure.text) : null;

/** The words of the document from one code point up to another. */
export function words(start: number, end: number): string {
  return points ? points.slice(start, end).join("") : disclosure.text.slice(start, end);
}
