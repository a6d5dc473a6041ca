import { sections, type Kind } from "./data";
import { counts, filtersOpen, hiddenKinds, isFiltered, sectionId } from "./state";
import { kindName, t } from "./words";

export function Filters() {
  const kinds = [...counts.keys()].filter((kind) => kind !== "document");
  const hidden = hiddenKinds.value;
  return (
    <details class="filters" open={filtersOpen.value} onToggle={(event) => (filtersOpen.value = event.currentTarget.open)}>
      <summary>
        {t("page.filters")}
        {isFiltered.value && <span class="dot" />}
      </summary>
      <div class="filter-body">
        <label class="section-filter">
          {t("page.filter_section")}
          <select value={sectionId.value ?? ""} onChange={(event) => (sectionId.value = event.currentTarget.value || null)}>
            <option value="">{t("page.whole_document")}</option>
            {sections.map((section) => (
              <option key={section.id} value={section.id}>
                {"\u3000".repeat(Math.max(0, section.level - 1))}
                {section.number ?? ""} {section.title}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend>{t("page.filter_kinds")}</legend>
          <button type="button" class="tool" onClick={() => (hiddenKinds.value = new Set())}>
            {t("page.all_kinds")}
          </button>
          <button type="button" class="tool" onClick={() => (hiddenKinds.value = new Set(kinds))}>
            {t("page.no_kinds")}
          </button>
          <div class="kind-list">
            {kinds.map((kind) => (
              <label key={kind} data-kind={kind}>
                <input type="checkbox" checked={!hidden.has(kind)} onChange={() => toggle(kind)} />
                <i class="swatch" />
                {kindName(kind)} <span class="dim">{counts.get(kind)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      </div>
    </details>
  );
}

function toggle(kind: Kind): void {
  const hidden = new Set(hiddenKinds.value);
  if (!hidden.delete(kind)) hidden.add(kind);
  hiddenKinds.value = hidden;
}
