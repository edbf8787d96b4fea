import type { FlowId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";

interface RouteOfFlow {
  readonly id: RouteId;
  readonly path: string;
  readonly methods: readonly string[];
}

/** The routes that the flow answers, with the methods that it answers there. */
export const routesOfFlow = (reader: DefinitionReader, flowId: FlowId): readonly RouteOfFlow[] =>
  reader.routes.flatMap(({ id, path, view }) => {
    const named = view.name === "flow" ? ((view.methods ?? {}) as Readonly<Record<string, string>>) : {};
    const methods = Object.entries(named).flatMap(([method, flow]) => (flow === flowId ? [method] : []));
    return methods.length === 0 ? [] : [{ id, path, methods }];
  });
