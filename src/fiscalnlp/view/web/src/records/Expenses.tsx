import { of } from "../data";
import { size, moneyOrDash, unit } from "../figures";
import { isShown } from "../state";
import { t, valueName } from "../words";
import { Bar, CellLink, Scrolled } from "./parts";

export function Expenses() {
  const lines = of("official_expense").filter(isShown.value);
  const most = Math.max(1, ...lines.flatMap((line) => [size(line.budget_yuan), size(line.final_yuan)]));
  if (!lines.length) return <p class="nothing">{t("page.nothing")}</p>;
  return (
    <Scrolled label={t("tabs.expenses")}>
      <table class="grid">
        <caption>
          {t("kinds.official_expense")}
          <span class="dim">（{unit()}）</span>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("fields.item")}</th>
            <th scope="col" class="number">
              {valueName("budget")}
            </th>
            <th scope="col" class="number">
              {valueName("final_account")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id} class={line.item === "total" ? "total" : undefined}>
              <th scope="row" class={/^vehicle_/.test(line.item) ? "inner" : undefined}>
                <CellLink id={line.id}>{valueName(line.item)}</CellLink>
              </th>
              {[line.budget_yuan, line.final_yuan].map((yuan, at) => (
                <td key={at} class="number">
                  {moneyOrDash(yuan)}
                  {yuan !== null && <Bar share={size(yuan) / most} kind="official_expense" />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}
