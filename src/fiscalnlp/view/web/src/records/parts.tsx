// The small parts that all lists of records are made of.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Kind, Rec } from "../data";
import { address } from "../selection";
import { isShown, selectedId } from "../state";
import { kindName, t } from "../words";

/** The name of a kind, beside its colour. */
export function Chip({ kind }: { kind: Kind }) {
  return (
    <span class="chip" data-kind={kind}>
      <i class="swatch" />
      {kindName(kind)}
    </span>
  );
}

/** A record in a list. Its `head` is the link to it; all of it can be clicked. */
export function Card({ record, head, children }: { record: Rec; head: ComponentChildren; children?: ComponentChildren }) {
  return (
    <li
      class="card"
      data-record={record.id}
      data-kind={record.kind}
      aria-current={selectedId.value === record.id ? "true" : undefined}
    >
      <a class="cover" href={address(record.id)}>
        {head}
      </a>
      {children}
    </li>
  );
}

/** A figure in a table that leads to its record. */
export function CellLink({ id, children }: { id: string; children: ComponentChildren }) {
  return (
    <a data-record={id} href={address(id)} aria-current={selectedId.value === id ? "true" : undefined}>
      {children}
    </a>
  );
}

const AT_ONCE = 150;

/** A list of records that the filters leave, so many at a time. */
export function RecordList<T extends Rec>({ records, each }: { records: readonly T[]; each: (record: T) => ComponentChildren }) {
  const most = useSignal(AT_ONCE);
  const shown = records.filter(isShown.value);
  const selected = shown.findIndex((record) => record.id === selectedId.value);
  const count = Math.max(most.value, selected + 1);
  if (!shown.length) return <p class="nothing">{t("page.nothing")}</p>;
  return (
    <>
      <ol class="cards">{shown.slice(0, count).map(each)}</ol>
      {shown.length > count && (
        <button type="button" class="more" onClick={() => (most.value = count + AT_ONCE)}>
          {t("page.more", { n: Math.min(AT_ONCE, shown.length - count) })}
        </button>
      )}
    </>
  );
}

/** A part of a family under a heading of its own. */
export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A bar as long as `share` of its room, 0 to 1. */
export function Bar({ share, kind }: { share: number; kind?: Kind }) {
  return (
    <span class="bar-room" data-kind={kind} aria-hidden="true">
      <i style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </span>
  );
}

/** A table that can be scrolled sideways where it is too wide. */
export function Scrolled({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="scroll sideways" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}
