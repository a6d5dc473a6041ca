import { data, of } from "../data";
import { percent, size, moneyOrDash } from "../figures";
import { t, valueName } from "../words";
import { Bar, Card, Part, RecordList } from "./parts";
import { Sankey } from "./Sankey";

export function Spending() {
  const [spending, economic] = [of("spending"), of("economic")];
  const most = Math.max(1, ...spending.map((each) => size(each.yuan)));
  const mostEconomic = Math.max(1, ...economic.map((each) => size(each.yuan)));
  return (
    <>
      {data.streams.length > 0 && (
        <Part title={t("spending.flow")}>
          <p class="hint">{t("spending.hint")}</p>
          <Sankey />
        </Part>
      )}
      {spending.length > 0 && (
        <Part title={t("spending.classes")}>
          <RecordList
            records={spending}
            each={(each) => (
              <Card
                key={each.id}
                record={each}
                head={
                  <>
                    <span class="code">{each.code}</span> <span class="about">{each.path.join(" › ")}</span>
                    <span class="figure end">{moneyOrDash(each.yuan ?? each.initial_budget_yuan)}</span>
                  </>
                }
              >
                <Bar share={size(each.yuan) / most} kind="spending" />
                <p class="dim">
                  {valueName(each.fund)}
                  {each.share !== null && ` · ${percent(each.share)}`}
                  {each.completion !== null && ` · ${t("changes.to_budget")} ${percent(each.completion)}`}
                </p>
                {each.purpose && <p class="words">{each.purpose}</p>}
              </Card>
            )}
          />
        </Part>
      )}
      {economic.length > 0 && (
        <Part title={t("spending.economic")}>
          <RecordList
            records={economic}
            each={(each) => (
              <Card
                key={each.id}
                record={each}
                head={
                  <>
                    <span class="code">{each.code}</span> <span class="about">{each.name}</span>{" "}
                    <span class="tag quiet">{valueName(each.group)}</span>
                    <span class="figure end">{moneyOrDash(each.yuan)}</span>
                  </>
                }
              >
                {each.yuan !== null && <Bar share={size(each.yuan) / mostEconomic} kind="economic" />}
              </Card>
            )}
          />
        </Part>
      )}
    </>
  );
}
