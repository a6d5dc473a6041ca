// The streams as nodes and links of a sankey: payer → 类 → class.
import { sankey, type SankeyLink, type SankeyNode } from "d3-sankey";
import { data, type Stream } from "../data";
import { size, sum } from "../figures";

export interface Node {
  id: string;
  column: 0 | 1 | 2;
  name: string;
  yuan: string;
  streams: Stream[];
}

export interface Flow {
  stream: Stream | null;
  yuan: string;
}

export type PlacedNode = SankeyNode<Node, Flow>;
export type PlacedLink = SankeyLink<Node, Flow>;

export const COLUMNS_END = 0.52;
const [NODE_WIDTH, PADDING, MONEY_HEIGHT] = [9, 33, 250];
// Room over the first node and under the last for their words.
const [ABOVE, BELOW] = [14, 32];

/** The outline of a stream: a thick line would run over its ends where it is steep. */
export function ribbon({ source, target, y0 = 0, y1 = 0, width = 0 }: PlacedLink): string {
  const [x0 = 0, x1 = 0] = [(source as PlacedNode).x1, (target as PlacedNode).x0];
  const [middle, half] = [(x0 + x1) / 2, Math.max(width, 1) / 2];
  return (
    `M${x0},${y0 - half} C${middle},${y0 - half} ${middle},${y1 - half} ${x1},${y1 - half}` +
    ` L${x1},${y1 + half} C${middle},${y1 + half} ${middle},${y0 + half} ${x0},${y0 + half} Z`
  );
}

/** Place the streams in a picture of this width; the columns end at `COLUMNS_END` of it, beyond are words. */
export function place(width: number) {
  const leaves = group(data.streams, (stream) => leafId(stream));
  const height = leaves.size * PADDING + MONEY_HEIGHT + ABOVE + BELOW;
  const nodes: Node[] = [
    ...nodesOf(group(data.streams, (stream) => stream.payer), 0, (stream) => stream.payer),
    ...nodesOf(group(data.streams, (stream) => stream.root), 1, (stream) => `${stream.root} ${stream.root_name}`),
    ...nodesOf(leaves, 2, leafName),
  ];
  const links = [
    ...linksOf(group(data.streams, (stream) => `${stream.payer}→${stream.root}`), (stream) => [stream.payer, stream.root]),
    ...data.streams.map((stream) => ({
      source: stream.root,
      target: leafId(stream),
      value: size(stream.yuan),
      yuan: stream.yuan,
      stream,
    })),
  ];
  const layout = sankey<Node, Flow>()
    .nodeId((node) => node.id)
    .nodeWidth(NODE_WIDTH)
    .nodePadding(PADDING)
    .nodeSort(null) // the order of codes
    .linkSort(null)
    .iterations(0)
    .nodeAlign((node) => node.column)
    .extent([
      [1, ABOVE],
      [width * COLUMNS_END, height - BELOW],
    ]);
  const placed = layout({ nodes, links });
  for (const column of [1, 0] as const) settle(placed.nodes.filter((node) => node.column === column), height);
  return { height, ...layout.update(placed) };
}

/** Put each node of a column level with what it leads to, as near as its neighbours let it. */
function settle(column: PlacedNode[], height: number): void {
  let top = ABOVE;
  for (const node of column) {
    const tall = (node.y1 ?? 0) - (node.y0 ?? 0);
    const targets = (node.sourceLinks ?? []).map((link) => link.target as PlacedNode);
    const wanted = (Math.min(...targets.map((each) => each.y0 ?? 0)) + Math.max(...targets.map((each) => each.y1 ?? 0)) - tall) / 2;
    node.y0 = Math.max(top, wanted);
    node.y1 = node.y0 + tall;
    top = node.y1 + PADDING;
  }
  let bottom = height - BELOW;
  for (const node of column.toReversed()) {
    const over = Math.max(0, (node.y1 ?? 0) - bottom);
    node.y0 = (node.y0 ?? 0) - over;
    node.y1 = (node.y1 ?? 0) - over;
    bottom = node.y0 - PADDING;
  }
}

// A leaf is a class; what is left of a class beside its parts is another.
function leafId(stream: Stream): string {
  return `leaf ${stream.code}${stream.rest ? " rest" : ""}`;
}

// Money of a 类 alone goes to its purpose, since the name stands beside it already.
function leafName({ code, name, root, purpose }: Stream): string {
  return code === root && purpose ? purpose : `${code} ${name}`;
}

function group(streams: Stream[], key: (stream: Stream) => string): Map<string, Stream[]> {
  const found = new Map<string, Stream[]>();
  for (const stream of streams) found.set(key(stream), [...(found.get(key(stream)) ?? []), stream]);
  return found;
}

function nodesOf(groups: Map<string, Stream[]>, column: Node["column"], name: (stream: Stream) => string): Node[] {
  return [...groups].map(([id, streams]) => ({
    id,
    column,
    name: name(streams[0]!),
    yuan: sum(streams.map((stream) => stream.yuan)),
    streams,
  }));
}

function linksOf(groups: Map<string, Stream[]>, ends: (stream: Stream) => [string, string]) {
  return [...groups.values()].map((streams) => {
    const [source, target] = ends(streams[0]!);
    const yuan = sum(streams.map((stream) => stream.yuan));
    return { source, target, value: size(yuan), yuan, stream: null };
  });
}
