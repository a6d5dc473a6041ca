import { data, disclosure, of, sections } from "../data";
import { address } from "../selection";
import { family, isShown, selectedId } from "../state";
import { t, valueName } from "../words";
import { countOf, families } from "./families";
import { FindingCards } from "./Findings";
import { Part } from "./parts";

export function Overview() {
  const facts: [string, string | number | null | undefined][] = [
    ["issuer", disclosure.issuer],
    ["region", disclosure.region && `${disclosure.region.name} ${disclosure.region.code}`],
    ["fiscal_year", disclosure.fiscal_year],
    ["report", [valueName(disclosure.scope), valueName(disclosure.report)].filter(Boolean).join(" ")],
    ...(disclosure.pages ? [["pages", disclosure.pages] satisfies [string, number]] : []),
  ];
  const grave = of("finding").filter((finding) => finding.severity === "error" && isShown.value(finding));
  return (
    <>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`fields.${name}`)}</dt>
            <dd>{value || <span class="dim">{t("page.not_said")}</span>}</dd>
          </div>
        ))}
      </dl>
      <div class="tiles">
        {families()
          .filter((each) => each.name !== "overview")
          .map((each) => (
            <button key={each.name} type="button" class="tile" data-kind={each.kinds[0]} onClick={() => (family.value = each.name)}>
              <b>{countOf(each)}</b>
              {t(`tabs.${each.name}`)}
            </button>
          ))}
      </div>
      {grave.length > 0 && (
        <Part title={t("tabs.findings")}>
          <FindingCards findings={grave} />
        </Part>
      )}
      {!!disclosure.warnings?.length && (
        <Part title={t("page.warnings")}>
          <ul class="plain">
            {disclosure.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={t("page.sections")}>
        <ol class="outline">
          {sections.map((section) => (
            <li
              key={section.id}
              data-record={section.id}
              data-level={Math.min(section.level, 4)}
              aria-current={selectedId.value === section.id ? "true" : undefined}
            >
              <a href={address(section.id)}>
                <span class="dim">{section.number}</span> {section.title}
              </a>
            </li>
          ))}
        </ol>
      </Part>
      <p class="dim made">{t("page.made", { version: data.version })}</p>
    </>
  );
}
