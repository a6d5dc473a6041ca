// Money of the running text as a table: a line for each measure and year, a column for each stage.
import { of, type Of } from "../data";
import { money, unit } from "../figures";
import { isShown } from "../state";
import { t, valueName } from "../words";
import { CellLink, Scrolled } from "./parts";

type Amount = Of<"amount">;

const STAGES: Amount["stage"][] = ["initial_budget", "final_budget", "final_account", "change", "other"];

export function Money() {
  const rows = new Map<string, Amount[]>();
  for (const amount of of("amount").filter(isShown.value)) {
    const key = JSON.stringify([amount.measure, amount.year]);
    const there = rows.get(key);
    if (there) there.push(amount);
    else rows.set(key, [amount]);
  }
  const stages = STAGES.filter((stage) => [...rows.values()].flat().some((amount) => amount.stage === stage));
  if (!rows.size) return <p class="nothing">{t("page.nothing")}</p>;
  return (
    <>
      <p class="hint">{t("money.hint")}</p>
      <Scrolled label={t("money.caption")}>
        <table class="grid">
          <caption>
            {t("money.caption")}
            <span class="dim">（{unit()}）</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">{t("money.measure")}</th>
              <th scope="col">{t("fields.year")}</th>
              {stages.map((stage) => (
                <th key={stage} scope="col" class="number">
                  {valueName(stage)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows].map(([key, amounts]) => (
              <tr key={key}>
                <th scope="row">{amounts[0]!.measure ?? <span class="dim">—</span>}</th>
                <td>{amounts[0]!.year}</td>
                {stages.map((stage) => (
                  <td key={stage} class="number">
                    {distinct(amounts.filter((amount) => amount.stage === stage)).map((amount) => (
                      <CellLink key={amount.id} id={amount.id}>
                        {amount.approximate ? "≈" : ""}
                        {money(amount.yuan)}
                      </CellLink>
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    </>
  );
}

/** Each figure once, where it is printed first; without a measure, they need not be of one thing. */
function distinct(amounts: Amount[]): Amount[] {
  const seen = new Set<string>();
  return amounts.filter((amount) => !seen.has(amount.yuan) && seen.add(amount.yuan));
}
