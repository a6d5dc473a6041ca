// A run of the text: headings, paragraphs and tables, with the words of each record marked.
import { records, sections, words } from "../data";
import { address } from "../selection";
import type { TextLeaf, TextPart } from "./leaves";
import { marks, places, segments, type Mark, type Place, type Segment } from "./marks";

/** A line of more cells than this is no table that anybody looks at. */
const MOST_CELLS = 60;
/** A figure, and no code or year. */
const FIGURE = /^-?[\d,]+\.\d+%?$/;

const levels = new Map(sections.map((section) => [section.span[0], section]));
const tables = records.filter((record) => record.kind === "table" || record.kind === "other_table");
const TABULAR = new Set(["table", "other_table"]);

export function TextLeafView({ leaf }: { leaf: TextLeaf }) {
  const here = marks.value.filter((mark) => mark.start < leaf.end && mark.end > leaf.start && !TABULAR.has(mark.kind));
  const shown = places.value.filter((place) => place.start < leaf.end && place.end > leaf.start);
  return (
    <>
      {leaf.parts.map((part) =>
        part.table ? (
          <TablePart key={part.start} part={part} marks={here} places={shown} />
        ) : (
          <Paragraph key={part.start} part={part} marks={here} places={shown} />
        ),
      )}
    </>
  );
}

interface Props {
  part: TextPart;
  marks: Mark[];
  places: Place[];
}

function Paragraph({ part, marks, places }: Props) {
  const section = levels.get(part.start) ?? levels.get(part.start + leading(part));
  const pieces = <Pieces start={part.start} end={part.end} marks={marks} places={places} />;
  return section ? (
    <p class={`heading level-${Math.min(section.level, 3)}`}>{pieces}</p>
  ) : (
    <p>{pieces}</p>
  );
}

/** How many code points of a paragraph stand before a title in it: its number. */
function leading(part: TextPart): number {
  const inside = sections.find((section) => section.span[0] > part.start && section.span[0] < part.end);
  return inside && inside.span[1] === part.end ? inside.span[0] - part.start : 0;
}

function TablePart({ part, marks, places }: Props) {
  const record = tables.find((table) => table.span[0] < part.end && table.span[1] > part.start);
  const placed = places.some((place) => place.start <= part.start && place.end >= part.end);
  const inner = places.filter((place) => !(place.start <= part.start && place.end >= part.end));
  const sizes = new Map(part.merged.map(([row, cell, rows, columns]) => [`${row} ${cell}`, { rows, columns }]));
  let at = part.start;
  const rows = words(part.start, part.end)
    .split("\n")
    .map((line) => {
      const start = at;
      at += Array.from(line).length + 1;
      return { line, start };
    });
  return (
    <div class={placed ? "printed-table selected" : "printed-table"} data-ids={record?.id} data-place={placed ? 0 : undefined}>
      {record && (
        <a class="table-link" href={address(record.id)}>
          {record.title ?? record.id}
        </a>
      )}
      <table>
        <tbody>
          {rows.map(({ line, start }, number) => (
            <Row
              key={start}
              line={line}
              start={start}
              sizeOf={(cell) => sizes.get(`${part.row + number} ${cell}`)}
              marks={marks}
              places={inner}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  line: string;
  start: number;
  sizeOf: (cell: number) => { rows: number; columns: number } | undefined;
  marks: Mark[];
  places: Place[];
}

function Row({ line, start, sizeOf, marks, places }: RowProps) {
  const cells = line.split("\t");
  if (cells.length > MOST_CELLS) {
    return (
      <tr>
        <td>{cells.join(" ")}</td>
      </tr>
    );
  }
  let at = start;
  return (
    <tr>
      {cells.map((cell, number) => {
        const from = at;
        const to = from + Array.from(cell).length;
        at = to + 1;
        const size = sizeOf(number);
        return (
          <td key={from} class={FIGURE.test(cell) ? "number" : undefined} rowSpan={size?.rows} colSpan={size?.columns}>
            <Pieces start={from} end={to} marks={marks} places={places} />
          </td>
        );
      })}
    </tr>
  );
}

function Pieces({ start, end, marks, places }: { start: number; end: number; marks: Mark[]; places: Place[] }) {
  return (
    <>
      {segments(start, end, marks, places).map((segment) => (
        <Piece key={segment.start} segment={segment} />
      ))}
    </>
  );
}

function Piece({ segment: { start, end, marks, place } }: { segment: Segment }) {
  const text = words(start, end);
  const narrowest = marks[0];
  if (!narrowest && !place) return <>{text}</>;
  return (
    <mark
      class={place ? `place ${place.tone}` : undefined}
      data-ids={marks.map((mark) => mark.id).join(" ")}
      data-kind={narrowest?.kind}
      data-place={place ? (place.number ?? 1) - 1 : undefined}
    >
      {place?.number != null && place.start === start && <b>{place.number}</b>}
      {text}
    </mark>
  );
}
