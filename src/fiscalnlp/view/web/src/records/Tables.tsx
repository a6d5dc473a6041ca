import { useSignal } from "@preact/signals";
import { records, type Of } from "../data";
import { isShown, selectedId } from "../state";
import { t } from "../words";
import { Card, Scrolled } from "./parts";

type AnyTable = Of<"table"> | Of<"other_table">;

const tables = records.filter((record): record is AnyTable => record.kind === "table" || record.kind === "other_table");
const [MOST_ROWS, MOST_COLUMNS] = [60, 40];

export function Tables() {
  const shown = tables.filter(isShown.value);
  const open = useSignal<string | null>(null);
  const current = shown.find((table) => table.id === selectedId.value) ?? shown.find((table) => table.id === open.value);
  if (current) open.value = current.id;
  if (!shown.length) return <p class="nothing">{t("page.nothing")}</p>;
  return (
    <ol class="cards">
      {shown.map((table) => (
        <Card
          key={table.id}
          record={table}
          head={
            <>
              <span class="about">{table.title ?? t("kinds.other_table")}</span>
              <span class="tag quiet">{table.empty ? t("fields.empty") : `${table.rows.length} × ${table.columns.length}`}</span>
              {table.unit && <span class="tag quiet">{table.unit}</span>}
            </>
          }
        >
          {table === current && <Grid table={table} />}
        </Card>
      ))}
    </ol>
  );
}

function Grid({ table }: { table: AnyTable }) {
  const rows = table.rows.slice(0, MOST_ROWS);
  return (
    <>
      <Scrolled label={table.title ?? t("kinds.other_table")}>
        <table class="grid compact">
          <thead>
            <tr>
              {table.columns.slice(0, MOST_COLUMNS).map((column, at) => (
                <th key={at} scope="col">
                  {column.split("/").join(" · ") || "—"}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, at) => (
              <tr key={at}>
                {cells.slice(0, MOST_COLUMNS).map((cell, column) => (
                  <td key={column} class={cell.yuan != null ? "number" : undefined}>
                    {cell.text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      {table.rows.length > rows.length && (
        <p class="hint">{t("page.all_rows", { n: table.rows.length, shown: rows.length })}</p>
      )}
    </>
  );
}
