// A record in a line: what it is about, and its figure.
import { find, type Rec } from "./data";
import { percent, money, moneyOrDash, unit } from "./figures";
import { language } from "./state";
import { t, valueName } from "./words";

export interface Summary {
  about: string;
  figure: string;
}

const ARROWS = { increase: "↑", decrease: "↓", unchanged: "＝" } as const;

export function arrow(direction: keyof typeof ARROWS): string {
  return ARROWS[direction];
}

export function summary(record: Rec): Summary {
  switch (record.kind) {
    case "document":
      return { about: record.title ?? "", figure: "" };
    case "amount":
      return {
        about: [record.measure ?? t("kinds.amount"), record.year, valueName(record.stage)].filter(Boolean).join(" · "),
        figure: `${money(record.yuan)} ${unit()}`,
      };
    case "percentage":
      return { about: record.measure ?? valueName(record.role), figure: record.text };
    case "quantity":
      return { about: record.measure ?? record.text, figure: record.text };
    case "change": {
      const size = record.yuan === null ? percent(record.percent) : `${money(record.yuan)} ${unit()}`;
      return {
        about: `${record.measure ?? t("kinds.change")} · ${valueName(record.basis)}`,
        figure: `${arrow(record.direction)} ${size}`,
      };
    }
    case "spending":
      return { about: `${record.code ?? ""} ${record.path.join(" / ")}`.trim(), figure: moneyOrDash(record.yuan) };
    case "economic":
      return { about: `${record.code ?? ""} ${record.name}`.trim(), figure: moneyOrDash(record.yuan) };
    case "official_expense":
      return { about: valueName(record.item), figure: moneyOrDash(record.final_yuan ?? record.budget_yuan) };
    case "procurement":
      return { about: t("kinds.procurement"), figure: moneyOrDash(record.total_yuan) };
    case "asset":
      return { about: record.item, figure: `${record.count} ${record.unit}` };
    case "evaluation":
      return { about: record.subject, figure: record.score ?? record.grade ?? "" };
    case "term":
      return { about: record.term, figure: "" };
    case "citation":
      return { about: record.number, figure: "" };
    case "nil_return":
      return { about: record.measure, figure: "0" };
    case "table":
    case "other_table":
      return { about: record.title ?? t("kinds.other_table"), figure: "" };
    case "section":
      return { about: `${record.number ?? ""} ${record.title}`.trim(), figure: "" };
    case "link": {
      const duty = find("duty", record.duty);
      return { about: `${duty ? `${duty.number} → ` : ""}${record.code} ${record.name}`, figure: record.score.toFixed(2) };
    }
    case "finding":
      return { about: language.value === "en" ? record.message_en || record.message : record.message, figure: "" };
    default:
      return { about: record.text, figure: "" };
  }
}
