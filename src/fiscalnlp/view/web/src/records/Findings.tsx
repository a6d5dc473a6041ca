// Where the document contradicts itself: what is printed, what it should be, how that is worked out, all places.
import { data, of, type Of } from "../data";
import { address } from "../selection";
import { language } from "../state";
import { t, valueName } from "../words";
import { Card, RecordList } from "./parts";

type Finding = Of<"finding">;

const GRAVITY = { error: 0, warning: 1, info: 2 } as const;
const sorted = of("finding").toSorted((one, other) => GRAVITY[one.severity] - GRAVITY[other.severity]);

export function Findings() {
  return sorted.length ? <FindingCards findings={sorted} /> : <p class="nothing good">{t("page.no_findings")}</p>;
}

export function FindingCards({ findings }: { findings: Finding[] }) {
  return <RecordList records={findings} each={(finding) => <FindingCard key={finding.id} finding={finding} />} />;
}

function FindingCard({ finding }: { finding: Finding }) {
  const english = language.value === "en";
  return (
    <Card
      record={finding}
      head={
        <>
          <span class={`severity ${finding.severity}`}>{valueName(finding.severity)}</span>{" "}
          <span class="about">{(english && finding.message_en) || finding.message}</span>
        </>
      }
    >
      <p class="dim">
        {(english && finding.title_en) || finding.title} <code>{finding.rule}</code>
      </p>
      {finding.expected !== null && (
        <dl class="against">
          <div class="asked">
            <dt>{t("page.printed")}</dt>
            <dd>{finding.actual}</dd>
          </div>
          <div class="other">
            <dt>{t("page.expected")}</dt>
            <dd>{finding.expected}</dd>
          </div>
        </dl>
      )}
      {finding.calculation && (
        <p class="calculation">
          <span class="dim">{t("page.calculation")}</span> <span class="figure">{finding.calculation}</span>
          {finding.tolerance && <span class="dim">{` · ${t("page.tolerance")} ${finding.tolerance}`}</span>}
        </p>
      )}
      {!!finding.figures?.length && (
        <ol class="places" aria-label={t("page.places")}>
          {finding.figures.map((figure, at) => (
            <li key={at} class={at === 0 ? "asked" : "other"}>
              <b aria-hidden="true">{at + 1}</b>
              <div>
                <a href={address(figure.record ?? finding.id)}>{figure.text}</a>
                <span class="dim">
                  {[data.labels[finding.id]?.[at], figure.page && t("page.page_number", { n: figure.page })]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
