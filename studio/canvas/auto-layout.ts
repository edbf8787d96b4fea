import type { GraphToLayOut, Positions } from "./layout-graph.ts";

let worker: Worker | undefined;
let asked = 0;

/** Positions for a whole graph, found in a web worker so that the canvas goes on moving. Rejects if the worker fails. */
export function autoLayout(graph: GraphToLayOut): Promise<Positions> {
  worker ??= new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module", name: "layout" });
  const running = worker;
  const id = ++asked;
  return new Promise((resolve, reject) => {
    const stop = () => {
      running.removeEventListener("message", answered);
      running.removeEventListener("error", failed);
    };
    const answered = (event: MessageEvent<{ readonly id: number; readonly positions: Positions }>) => {
      if (event.data.id !== id) return;
      stop();
      resolve(event.data.positions);
    };
    const failed = (event: ErrorEvent) => {
      stop();
      reject(new Error(event.message || "The layout could not be computed."));
    };
    running.addEventListener("message", answered);
    running.addEventListener("error", failed);
    running.postMessage({ id, graph });
  });
}
