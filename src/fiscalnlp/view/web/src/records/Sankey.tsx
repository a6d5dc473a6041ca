import { data } from "../data";
import { sum, money, unit } from "../figures";
import { address } from "../selection";
import { selectedId } from "../state";
import { t, valueName } from "../words";
import { COLUMNS_END, place, ribbon, type Node, type PlacedLink, type PlacedNode } from "./flow";
import { fitted } from "./lettering";
import { useWidth } from "./useWidth";

const LEAST = 520;

export function Sankey() {
  const { element, width } = useWidth<HTMLDivElement>(LEAST);
  return (
    <div ref={element} class="scroll sideways" tabIndex={0} role="region" aria-label={t("spending.flow")}>
      {width > 0 && <Picture width={width} />}
    </div>
  );
}

function Picture({ width }: { width: number }) {
  const { height, nodes, links } = place(width);
  const total = sum(data.streams.map((stream) => stream.yuan));
  return (
    <svg
      class="sankey"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={t("spending.description", { n: data.streams.length, money: money(total) })}
    >
      {links.map((link, at) => (
        <Link key={at} link={link} />
      ))}
      {nodes.map((node) => (
        <NodeMark key={node.id} node={node} room={width * (1 - COLUMNS_END) - 16} narrow={(width * COLUMNS_END) / 2 - 24} />
      ))}
    </svg>
  );
}

function Link({ link }: { link: PlacedLink }) {
  const stream = link.stream;
  const on = stream?.record && stream.record === selectedId.value ? "on" : "";
  const payer = (link.stream ?? (link.source as PlacedNode).streams[0])?.payer ?? "";
  return (
    <path d={ribbon(link)} class={`stream ${payer} ${on}`}>
      <title>{`${money(link.yuan)} ${unit()}`}</title>
    </path>
  );
}

function NodeMark({ node, room, narrow }: { node: PlacedNode; room: number; narrow: number }) {
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [node.x0, node.x1, node.y0, node.y1];
  const record = node.column === 2 ? node.streams[0]?.record : null;
  const told = node.column === 2 ? node.streams[0]?.purpose : null;
  const purpose = told === node.name ? null : told;
  const middle = (y0 + y1) / 2;
  const mark = (
    <g class={`node column-${node.column}`}>
      <rect x={x0} y={y0} width={x1 - x0} height={Math.max(1.5, y1 - y0)} />
      <text x={x1 + 6} y={middle + (purpose ? -4 : 4)}>
        {fitted(label(node), 13, node.column === 2 ? room - 84 : narrow)}
        {node.column === 2 && <tspan class="figure"> {(node.streams[0]?.contradicted ? "≠ " : "") + money(node.yuan)}</tspan>}
      </text>
      {node.column !== 2 && (
        <text x={x1 + 6} y={middle + 20} class="figure dim">
          {money(node.yuan)}
        </text>
      )}
      {purpose && (
        <text x={x1 + 6} y={middle + 13} class="dim small">
          {fitted(purpose, 12, room)}
        </text>
      )}
      <title>{[label(node), `${money(node.yuan)} ${unit()}`, purpose].filter(Boolean).join("\n")}</title>
    </g>
  );
  return record ? (
    <a data-record={record} href={address(record)}>
      {mark}
    </a>
  ) : (
    mark
  );
}

function label(node: Node): string {
  if (node.column === 0) return node.id === "other" ? t("spending.other_payer") : valueName(node.id);
  const stream = node.column === 2 ? node.streams[0] : undefined;
  return node.name + (stream?.rest ? t("spending.rest") : "");
}
