import { find, of, type Of } from "../data";
import { money, unit } from "../figures";
import { address } from "../selection";
import { arrow } from "../summary";
import { t, valueName } from "../words";
import { Card, RecordList } from "./parts";

export function Changes() {
  return <RecordList records={of("change")} each={(change) => <ChangeCard key={change.id} change={change} />} />;
}

function ChangeCard({ change }: { change: Of<"change"> }) {
  return (
    <Card
      record={change}
      head={
        <>
          <span class="about">{change.measure ?? t("kinds.change")}</span>
          <span class="tag quiet">
            {change.year} ← {change.basis_year} {valueName(change.basis)}
          </span>
        </>
      }
    >
      <p class={`movement ${change.direction}`}>
        <b aria-hidden="true">{arrow(change.direction)}</b> {valueName(change.direction)}{" "}
        {change.yuan !== null && (
          <span class="figure">
            {money(change.yuan)} {unit()}
          </span>
        )}{" "}
        {change.percent !== null && <span class="figure">{change.percent}%</span>}{" "}
        {change.completion !== null && (
          <span class="figure dim">
            {t("changes.to_budget")} {change.completion}%
          </span>
        )}
      </p>
      {!change.reasons?.length && change.direction !== "unchanged" && <p class="dim small">{t("changes.no_reason")}</p>}
      {(change.reasons ?? []).map((id) => {
        const reason = find("reason", id);
        return reason ? (
          <a key={id} class="because" data-kind="reason" data-record={id} href={address(id)}>
            <span class="dim">{t("changes.because")}</span> {reason.text}
          </a>
        ) : null;
      })}
    </Card>
  );
}
