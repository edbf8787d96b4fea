import type { AppDefinition } from "#engine/definition/app-definition";
import { isEqualJson } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";

/** Whether the read rule of the page's model is another in the draft than live. */
export function hasNewReadRule(reader: DefinitionReader, live: AppDefinition, { view }: RouteRecord): boolean {
  if (view.modelId === undefined) return false;
  const liveRule = Object.values(live.records).find(
    (record) => record.kind === "rule" && record.modelId === view.modelId && record.action === "read",
  );
  const draftRule = reader.rule(view.modelId, "read");
  const expressionOf = (rule: unknown) => (rule as { expression?: string } | undefined)?.expression ?? null;
  return !isEqualJson(expressionOf(liveRule), expressionOf(draftRule));
}
