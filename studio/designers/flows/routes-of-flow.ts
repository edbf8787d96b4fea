import type { FlowId, RouteId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { flowOf, methodsOfView } from "#engine/view-types/registry";

interface RouteOfFlow {
  readonly id: RouteId;
  readonly path: string;
  readonly methods: readonly string[];
}

/** The routes that the flow answers, with the methods that it answers there. */
export const routesOfFlow = (reader: DefinitionReader, flowId: FlowId): readonly RouteOfFlow[] =>
  reader.routes.flatMap(({ id, path, view }) => {
    const methods = methodsOfView(view).filter((method) => method !== "HEAD" && flowOf(view, method) === flowId);
    return methods.length === 0 ? [] : [{ id, path, methods }];
  });
