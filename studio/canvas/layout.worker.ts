import { type GraphToLayOut, layOutGraph } from "./layout-graph.ts";

/** The worker of `autoLayout`: one graph in, its positions out. */
addEventListener("message", (event: MessageEvent<{ readonly id: number; readonly graph: GraphToLayOut }>) => {
  postMessage({ id: event.data.id, positions: layOutGraph(event.data.graph) });
});
