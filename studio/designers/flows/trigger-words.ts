import type { DefinitionReader } from "#engine/definition/reader";
import type { FlowRecord } from "#engine/definition/records/flow";
import { readablePath } from "#engine/routing/readable-path";
import { routesOfFlow } from "./routes-of-flow.ts";

/** What starts the flow: "When POST /orders/ is asked for". */
export function triggerWords(reader: DefinitionReader, flow: FlowRecord): string {
  const [route, ...others] = routesOfFlow(reader, flow.id);
  if (!route) return "When a route is asked for";
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `When ${route.methods.join(", ")} ${readablePath(route.path)} is asked for${more}`;
}
