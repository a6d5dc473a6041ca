// The streams as nodes and links of a sankey: payer → 类 → class.
import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from "d3-sankey";
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
const [NODE_WIDTH, ROW, MONEY_HEIGHT] = [9, 34, 220];

export const linkPath = sankeyLinkHorizontal<Node, Flow>();

/** Place the streams in a picture of this width; the columns end at `COLUMNS_END` of it, beyond are words. */
export function place(width: number) {
  const leaves = group(data.streams, (stream) => leafId(stream));
  const height = leaves.size * ROW + MONEY_HEIGHT;
  const nodes: Node[] = [
    ...nodesOf(group(data.streams, (stream) => stream.payer), 0, (stream) => stream.payer),
    ...nodesOf(group(data.streams, (stream) => stream.root), 1, (stream) => `${stream.root} ${stream.root_name}`),
    ...nodesOf(leaves, 2, (stream) => `${stream.code} ${stream.name}`),
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
    .nodePadding(ROW - 6)
    .nodeAlign((node) => node.column)
    .extent([
      [1, 8],
      [width * COLUMNS_END, height - 8],
    ]);
  return { height, ...layout({ nodes, links }) };
}

// A leaf is a class; what is left of a class beside its parts is another.
function leafId(stream: Stream): string {
  return `leaf ${stream.code}${stream.rest ? " rest" : ""}`;
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
