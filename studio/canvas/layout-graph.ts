import { Graph, layout } from "@dagrejs/dagre";

export interface GraphToLayOut {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export type Positions = Record<string, { x: number; y: number }>;

const GAP = 40;

/**
 * Layers from left to right, as dagre does; what is connected to nothing goes into rows beneath, so that twenty loose
 * models are not one endless column. 200 nodes take about half a second: call it through `autoLayout`, in a worker.
 */
export function layOutGraph({ nodes, edges }: GraphToLayOut): Positions {
  const known = new Set(nodes.map((node) => node.id));
  const drawn = edges.filter((edge) => edge.from !== edge.to && known.has(edge.from) && known.has(edge.to));
  const connected = new Set(drawn.flatMap((edge) => [edge.from, edge.to]));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: GAP, ranksep: 120, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes)
    if (connected.has(node.id)) graph.setNode(node.id, { width: node.width, height: node.height });
  drawn.forEach((edge, index) => {
    // From the one to the many: what others point to stands at the left.
    graph.setEdge(edge.to, edge.from, {}, String(index));
  });
  layout(graph);

  const positions: Positions = {};
  let bottom = 0;
  let right = 0;
  for (const node of nodes) {
    if (!connected.has(node.id)) continue;
    const { x, y } = graph.node(node.id) as { x: number; y: number };
    positions[node.id] = { x: Math.round(x - node.width / 2), y: Math.round(y - node.height / 2) };
    bottom = Math.max(bottom, y + node.height / 2);
    right = Math.max(right, x + node.width / 2);
  }
  const tall = bottom > 2 * right ? foldLayers(nodes, positions) : undefined;
  if (tall) ({ right, bottom } = tall);
  const loose = nodes.filter((node) => !connected.has(node.id));
  const rowWidth = Math.max(right, Math.ceil(Math.sqrt(loose.length)) * (240 + GAP));
  let x = 0;
  let y = bottom === 0 ? 0 : bottom + 2 * GAP;
  let rowHeight = 0;
  for (const node of loose) {
    if (x > 0 && x + node.width > rowWidth) {
      x = 0;
      y += rowHeight + GAP;
      rowHeight = 0;
    }
    positions[node.id] = { x, y: Math.round(y) };
    x += node.width + GAP;
    rowHeight = Math.max(rowHeight, node.height);
  }
  return positions;
}

/**
 * A model that two hundred point to makes one layer of two hundred: a thread nobody can look at. Layers that are taller
 * than the drawing should be are folded into several columns, in their order.
 */
function foldLayers(nodes: GraphToLayOut["nodes"], positions: Positions): { right: number; bottom: number } {
  const placed = nodes.filter((node) => positions[node.id]);
  const area = placed.reduce((sum, node) => sum + (node.width + GAP) * (node.height + GAP), 0);
  const tallest = Math.max(Math.sqrt(area), ...placed.map((node) => node.height));
  const layers = new Map<number, typeof placed>();
  for (const node of placed) {
    const centre = Math.round((positions[node.id]?.x ?? 0) + node.width / 2);
    layers.set(centre, [...(layers.get(centre) ?? []), node]);
  }
  let x = 0;
  let bottom = 0;
  for (const [, layer] of [...layers].sort(([a], [b]) => a - b)) {
    const sorted = layer.toSorted((a, b) => (positions[a.id]?.y ?? 0) - (positions[b.id]?.y ?? 0));
    let y = 0;
    let width = 0;
    for (const node of sorted) {
      if (y > 0 && y + node.height > tallest) {
        x += width + GAP;
        y = 0;
        width = 0;
      }
      positions[node.id] = { x, y };
      y += node.height + GAP;
      width = Math.max(width, node.width);
      bottom = Math.max(bottom, y);
    }
    x += width + 3 * GAP;
  }
  return { right: x, bottom };
}
