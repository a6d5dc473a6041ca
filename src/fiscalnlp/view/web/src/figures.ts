// Figures for reading. Money is text from end to end: nothing here is rounded.
import { language } from "./state";
import { t } from "./words";

/** A decimal with its thousands parted. */
export function grouped(value: string): string {
  const [whole = "", fraction] = value.split(".");
  const parted = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}

/** Yuan in 万元, exact, with two decimals at least. */
export function wan(yuan: string): string {
  const sign = yuan.startsWith("-") ? "-" : "";
  const [whole = "", fraction = ""] = yuan.replace("-", "").split(".");
  const digits = whole.padStart(5, "0");
  const decimals = (digits.slice(-4) + fraction).replace(/0+$/, "").padEnd(2, "0");
  return sign + grouped(`${digits.slice(0, -4)}.${decimals}`);
}

/** An amount as readers of the language say it: 万元 in Chinese, yuan in English; `unit` names which. */
export function money(yuan: string): string {
  return language.value === "zh" ? wan(yuan) : grouped(yuan);
}

export function unit(): string {
  return t("page.money_unit");
}

/** An amount, or a dash where the document does not say. */
export function moneyOrDash(yuan: string | null | undefined): string {
  return yuan == null ? "—" : money(yuan);
}

export function percent(value: string | null | undefined): string {
  return value == null ? "—" : `${value}%`;
}

/** For the widths of pictures, which may be rounded. */
export function size(yuan: string | null | undefined): number {
  return yuan == null ? 0 : Math.abs(Number(yuan));
}

/** The sum of decimals, exact. */
export function sum(values: readonly string[]): string {
  const places = Math.max(0, ...values.map((value) => (value.split(".")[1] ?? "").length));
  const total = values.reduce((found, value) => {
    const [whole = "0", fraction = ""] = value.split(".");
    return found + BigInt(whole + fraction.padEnd(places, "0"));
  }, 0n);
  const digits = String(total < 0n ? -total : total).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return total < 0n ? `-${text}` : text;
}
