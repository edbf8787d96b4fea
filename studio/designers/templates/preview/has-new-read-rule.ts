import type { AppDefinition } from "#engine/definition/app-definition";
import { whoOf } from "#engine/definition/grants";
import { isEqualJson } from "#engine/definition/json";
import type { DefinitionReader } from "#engine/definition/reader";
import type { RuleRecord } from "#engine/definition/records/access";
import type { RouteRecord } from "#engine/definition/records/route";

/** Whether the read rule of the page's model is another in the draft than live. */
export function hasNewReadRule(reader: DefinitionReader, live: AppDefinition, { view }: RouteRecord): boolean {
  if (view.modelId === undefined) return false;
  const liveRules = Object.values(live.records).flatMap((record) =>
    record.kind === "rule" && record.modelId === view.modelId && record.action === "read" ? [record] : [],
  );
  const texts = (rules: readonly RuleRecord[]) => rules.map((rule) => `${whoOf(rule)} ${rule.expression}`).sort();
  return !isEqualJson(texts(liveRules), texts(reader.grants(view.modelId, "read")));
}
