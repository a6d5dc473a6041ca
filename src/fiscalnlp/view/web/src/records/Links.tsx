// Duties and the classes they are carried out under, as a graph of two columns.
import { linkHorizontal } from "d3-shape";
import { data, find, of, type ClassNode, type DutyTie, type Of } from "../data";
import { money, unit } from "../figures";
import { address } from "../selection";
import { selectedId } from "../state";
import { t } from "../words";
import { fitted } from "./lettering";
import { useWidth } from "./useWidth";

const [LEAST, ROW, TOP] = [560, 30, 12];
const curve = linkHorizontal<unknown, [number, number]>();

export function Links() {
  const { element, width } = useWidth<HTMLDivElement>(LEAST);
  return (
    <>
      <p class="hint">{t("links.hint")}</p>
      <div ref={element} class="scroll sideways" tabIndex={0} role="region" aria-label={t("tabs.links")}>
        {width > 0 && <Graph width={width} />}
      </div>
    </>
  );
}

function Graph({ width }: { width: number }) {
  const duties = of("duty");
  const classes = inOrder(data.classes, duties);
  const height = Math.max(duties.length, classes.length) * ROW + 2 * TOP;
  const [left, right] = [width * 0.4, width * 0.62];
  const dutyY = new Map(duties.map((duty, at) => [duty.id, TOP + (at + 0.5) * ((height - 2 * TOP) / duties.length)]));
  const classY = new Map(classes.map((each, at) => [each.code, TOP + (at + 0.5) * ((height - 2 * TOP) / classes.length)]));
  const chosen = chosenTies();
  return (
    <svg
      class={chosen ? "links chosen" : "links"}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={t("links.description", { duties: duties.length, classes: classes.length })}
    >
      {data.ties.map((tie) => (
        <a
          key={`${tie.duty} ${tie.code}`}
          data-record={linkOf(tie)?.id}
          href={address(linkOf(tie)?.id ?? tie.duty)}
          aria-label={`${find("duty", tie.duty)?.number} → ${tie.code} · ${t("links.score")} ${tie.score.toFixed(3)}`}
        >
          <path
            class={`tie ${tie.first ? "first" : "further"} ${chosen?.has(tie) ? "on" : ""}`}
            d={curve({ source: [left + 8, dutyY.get(tie.duty) ?? 0], target: [right - 8, classY.get(tie.code) ?? 0] }) ?? ""}
            stroke-width={tie.first ? 1.5 + tie.score * 9 : 1.5}
          >
            <title>{`${t("links.score")} ${tie.score.toFixed(3)}`}</title>
          </path>
        </a>
      ))}
      {duties.map((duty) => (
        <a
          key={duty.id}
          class={`end ${touches(chosen, (tie) => tie.duty === duty.id) ? "on" : ""}`}
          data-record={duty.id}
          href={address(duty.id)}
        >
          <circle cx={left} cy={dutyY.get(duty.id)} r={5} class="duty" />
          <text x={left - 12} y={(dutyY.get(duty.id) ?? 0) + 4} text-anchor="end">
            {fitted(`${duty.number} ${nameOf(duty)}`, 13, left - 20)}
          </text>
          <title>{duty.text}</title>
        </a>
      ))}
      {classes.map((each) => (
        <g key={each.code} class={`end ${touches(chosen, (tie) => tie.code === each.code) ? "on" : ""}`}>
          <rect x={right - 6} y={(classY.get(each.code) ?? 0) - 6} width={12} height={12} rx={3} class="class" />
          <text x={right + 12} y={(classY.get(each.code) ?? 0) + (each.yuan ? -2 : 4)}>
            {fitted(`${each.code} ${each.name}`, 13, width - right - 18)}
          </text>
          {each.yuan && (
            <text x={right + 12} y={(classY.get(each.code) ?? 0) + 13} class="dim small figure">
              {money(each.yuan)} {unit()}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** Classes by the mean place of the duties that link to them: so that few lines cross. */
function inOrder(classes: ClassNode[], duties: Of<"duty">[]): ClassNode[] {
  const number = new Map(duties.map((duty, at) => [duty.id, at]));
  const mean = (code: string) => {
    const ties = data.ties.filter((tie) => tie.code === code);
    const first = ties.filter((tie) => tie.first);
    const counted = first.length ? first : ties;
    return counted.reduce((total, tie) => total + (number.get(tie.duty) ?? 0), 0) / (counted.length || 1);
  };
  return classes
    .map((each) => ({ each, place: mean(each.code) }))
    .sort((one, other) => one.place - other.place)
    .map(({ each }) => each);
}

/** The ties of the duty or the link that is selected; null where neither is. */
function chosenTies(): Set<DutyTie> | null {
  const id = selectedId.value;
  const link = find("link", id);
  const ties = data.ties.filter((tie) => tie.duty === id || (link && linkOf(tie) === link));
  return ties.length ? new Set(ties) : null;
}

function touches(ties: Set<DutyTie> | null, holds: (tie: DutyTie) => boolean): boolean {
  return ties !== null && [...ties].some(holds);
}

const links = of("link");

/** The best link that a tie stands for. */
function linkOf(tie: DutyTie): Of<"link"> | undefined {
  return links
    .filter((link) => link.duty === tie.duty && link.code.startsWith(tie.code))
    .reduce<Of<"link"> | undefined>((best, link) => (best && best.score >= link.score ? best : link), undefined);
}

function nameOf(duty: Of<"duty">): string {
  const action = duty.actions[0];
  return action ? action.verb + action.object : duty.text;
}
