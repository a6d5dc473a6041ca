// The selected record with all its fields, and the records it names as links.
import type { ComponentChildren } from "preact";
import { byId, type Rec } from "./data";
import { grouped } from "./figures";
import { Chip } from "./records/parts";
import { address, select, showInDocument, step } from "./selection";
import { selected } from "./state";
import { summary } from "./summary";
import { t } from "./words";

// Shown elsewhere, or of no use to a person.
const SKIPPED = new Set(["kind", "doc_id", "span", "boxes", "rows", "lines", "figures", "title_en", "message_en", "warnings"]);
// Fields whose values have names.
const NAMED = new Set(["stage", "role", "basis", "direction", "fund", "group", "severity", "report", "scope", "approximate", "percentage_points", "empty"]);
// Kinds whose words are better read in the document.
const LONG = new Set(["document", "table", "other_table"]);
const OFFICIAL_ITEM = "official_expense";

export function Inspector() {
  const record = selected.value;
  if (!record) return null;
  return (
    <section class="inspector" aria-label={t("page.selected")}>
      <header>
        <Chip kind={record.kind} />
        <strong>{summary(record).about}</strong>
        <button type="button" class="tool only-narrow" onClick={showInDocument}>
          {t("page.show_in_document")}
        </button>
        <button type="button" class="tool" aria-label={t("page.previous")} title={`${t("page.previous")} (k)`} onClick={() => step(-1)}>
          ↑
        </button>
        <button type="button" class="tool" aria-label={t("page.next")} title={`${t("page.next")} (j)`} onClick={() => step(1)}>
          ↓
        </button>
        <button type="button" class="tool" aria-label={t("page.close")} title={`${t("page.close")} (Esc)`} onClick={() => select(null)}>
          ×
        </button>
      </header>
      <div class="scroll fields" tabIndex={0} aria-label={t("page.fields")} role="group">
        <dl>
          {Object.entries(record).map(([name, value]) => {
            const shown = SKIPPED.has(name) ? null : valueOf(record, name, value);
            return shown === null ? null : (
              <div key={name}>
                <dt>{t(`fields.${name}`)}</dt>
                <dd>{shown}</dd>
              </div>
            );
          })}
        </dl>
      </div>
    </section>
  );
}

/** What a field holds, for reading; null where it holds nothing. */
function valueOf(record: Rec, name: string, value: unknown): ComponentChildren | null {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return null;
  if (name === "id") return <a href={address(record.id)}>{record.id}</a>;
  if (name === "text" && LONG.has(record.kind)) return null;
  if (Array.isArray(value)) return list(name, value);
  if (typeof value === "object") return Object.entries(value).map(([key, item]) => `${key} ${String(item)}`).join(" · ");
  const text = String(value);
  if (byId.has(text) && text !== record.id) return <Reference id={text} />;
  if (NAMED.has(name) || (name === "item" && record.kind === OFFICIAL_ITEM)) return t(`values.${text}`);
  return /yuan$/.test(name) ? grouped(text) : text;
}

function list(name: string, values: unknown[]): ComponentChildren {
  if (name === "path" || name === "section" || name === "printed_path") return values.join(" › ");
  if (name === "columns") return values.length;
  return (
    <ul>
      {values.map((value, at) => (
        <li key={at}>{item(value)}</li>
      ))}
    </ul>
  );
}

function item(value: unknown): ComponentChildren {
  if (typeof value === "object" && value !== null && "verb" in value && "object" in value) {
    return `${String(value.verb)} → ${String(value.object)}`;
  }
  const text = String(value);
  return byId.has(text) ? <Reference id={text} /> : text;
}

function Reference({ id }: { id: string }) {
  const record = byId.get(id)!;
  const { about, figure } = summary(record);
  return (
    <a href={address(id)}>
      <Chip kind={record.kind} /> {about} {figure}
    </a>
  );
}
