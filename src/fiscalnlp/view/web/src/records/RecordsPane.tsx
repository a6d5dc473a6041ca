import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { family, query } from "../state";
import { t } from "../words";
import { Changes } from "./Changes";
import { Duties } from "./Duties";
import { Evaluations } from "./Evaluations";
import { Expenses } from "./Expenses";
import { countOf, families, type Family } from "./families";
import { Findings } from "./Findings";
import { Holdings } from "./Holdings";
import { Links } from "./Links";
import { Money } from "./Money";
import { Overview } from "./Overview";
import { Results } from "./Results";
import { Spending } from "./Spending";
import { Tables } from "./Tables";
import { Terms } from "./Terms";

const VIEWS: Record<string, ComponentType> = {
  overview: Overview,
  duties: Duties,
  money: Money,
  changes: Changes,
  spending: Spending,
  links: Links,
  expenses: Expenses,
  holdings: Holdings,
  evaluations: Evaluations,
  tables: Tables,
  terms: Terms,
  findings: Findings,
};

export function RecordsPane() {
  const searching = query.value.trim() !== "";
  const View = searching ? Results : (VIEWS[family.value] ?? Overview);
  return (
    <section class="records" aria-label={t("page.records")}>
      <Search />
      <Tabs />
      <div
        class="panel scroll"
        id="panel"
        role="tabpanel"
        tabIndex={0}
        aria-labelledby={searching ? undefined : `tab-${family.value}`}
        aria-label={searching ? t("page.search") : undefined}
      >
        <View />
      </div>
    </section>
  );
}

function Search() {
  return (
    <search class="search">
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck={false}
        aria-label={t("page.search")}
        placeholder={t("page.search_hint")}
        value={query.value}
        onInput={(event) => (query.value = event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </search>
  );
}

function Tabs() {
  const all = families();
  const current = family.value;
  useEffect(() => {
    document.getElementById(`tab-${current}`)?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div class="tabs" role="tablist" aria-label={t("page.tabs")} onKeyDown={turn}>
      {all.map((each) => (
        <Tab key={each.name} each={each} />
      ))}
    </div>
  );
}

function Tab({ each }: { each: Family }) {
  const chosen = family.value === each.name && query.value.trim() === "";
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${each.name}`}
      aria-selected={chosen}
      aria-controls="panel"
      tabIndex={family.value === each.name ? 0 : -1}
      data-grave={each.name === "findings" && countOf(each) > 0 ? "" : undefined}
      onClick={() => open(each.name)}
    >
      {t(`tabs.${each.name}`)}
      {each.name !== "overview" && <span class="count">{countOf(each)}</span>}
    </button>
  );
}

function open(name: string): void {
  query.value = "";
  family.value = name;
  document.getElementById("panel")?.scrollTo(0, 0);
}

function turn(event: KeyboardEvent): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!by) return;
  const names = families().map((each) => each.name);
  const next = names[(names.indexOf(family.value) + by + names.length) % names.length]!;
  open(next);
  document.getElementById(`tab-${next}`)?.focus();
}
