import { of, type Of } from "../data";
import { percent, money, unit } from "../figures";
import { t } from "../words";
import { Card, RecordList } from "./parts";

export function Evaluations() {
  return <RecordList records={of("evaluation")} each={(each) => <EvaluationCard key={each.id} evaluation={each} />} />;
}

function EvaluationCard({ evaluation }: { evaluation: Of<"evaluation"> }) {
  const sum = (yuan: string | null) => yuan && `${money(yuan)} ${unit()}`;
  const facts: [string, string | number | null | false][] = [
    ["projects", evaluation.projects],
    ["amount", sum(evaluation.yuan)],
    ["budget", sum(evaluation.budget_yuan)],
    ["executed", sum(evaluation.executed_yuan)],
    ["completion", evaluation.completion && percent(evaluation.completion)],
  ];
  const grades = Object.entries(evaluation.grades ?? {});
  return (
    <Card
      record={evaluation}
      head={
        <>
          <span class="about">{evaluation.subject}</span>
          {evaluation.grade && <span class="tag">{evaluation.grade}</span>}
          {evaluation.score !== null && <span class="score">{evaluation.score}</span>}
        </>
      }
    >
      <dl class="line">
        {facts.map(([name, value]) =>
          value === null || value === false ? null : (
            <div key={name}>
              <dt>{t(NAMES[name] ?? `fields.${name}`).replace(/\s*[（(].*/, "")}</dt>
              <dd class="figure">{value}</dd>
            </div>
          ),
        )}
        {grades.map(([grade, count]) => (
          <div key={grade}>
            <dt>{grade}</dt>
            <dd class="figure">{count}</dd>
          </div>
        ))}
      </dl>
      {evaluation.findings && <Told name="findings" text={evaluation.findings} />}
      {evaluation.improvements && <Told name="improvements" text={evaluation.improvements} />}
    </Card>
  );
}

const NAMES: Record<string, string> = { budget: "fields.budget_yuan", executed: "fields.executed_yuan" };

function Told({ name, text }: { name: string; text: string }) {
  return (
    <p class="words">
      <span class="dim">{t(`fields.${name}`)}</span> {text}
    </p>
  );
}
