import { compileRules } from "../access/compile-rules.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import type { ModelId } from "../definition/ids.ts";
import { readDefinition } from "../definition/reader.ts";
import { compileGuard } from "../query/guard.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import type { AppIdentity } from "./app-identity.ts";
import { AppPages } from "./app-pages.ts";
import type { AppSnapshot } from "./app-snapshot.ts";
import { compiledStatement } from "./compiled-statement.ts";
import { ModelUnit } from "./model-unit.ts";
import { ShapeCache } from "./shape-cache.ts";
import { unitKeys } from "./unit-key.ts";

/**
 * Compiles a version into what the engine serves from. Routes are compiled at once, statements and templates when they
 * are first used. With `previous` (the snapshot of the release before) every unit whose key is unchanged is taken over
 * by reference, with the statements it has; the snapshot is equal to one compiled without it.
 */
export function compileApp(definition: AppDefinition, identity: AppIdentity, previous?: AppSnapshot): AppSnapshot {
  const reader = readDefinition(definition);
  const { releaseId, appId, environment, schemaName } = identity;
  const rules = compileRules(reader, schemaName);
  const isSamePlace =
    previous?.identity.appId === appId &&
    previous.identity.environment === environment &&
    previous.identity.schemaName === schemaName;
  const old = isSamePlace ? previous : undefined;
  const shapes = old?.shapes ?? new ShapeCache();
  const context = { identity: { releaseId, appId, environment, schemaName }, reader, rules, shapes };
  const keys = unitKeys(reader, schemaName);
  const models = new Map<ModelId, ModelUnit>();
  const resources = new Map<string, ModelUnit>();
  for (const model of reader.models) {
    const key = keys.get(model.id) as string;
    const kept = old?.models.get(model.id);
    const unit = kept?.key === key ? kept : new ModelUnit(key, model, context);
    models.set(model.id, unit);
    // Two models of one path are a problem that blocks publishing; the first in order answers.
    if (unit.isOpen && !resources.has(unit.path)) resources.set(unit.path, unit);
  }
  const routes = compileRoutes(reader.routes);
  const pages = new AppPages({ reader, routes, shapes, previous: old?.pages });
  const guard = old?.guard ?? compiledStatement(compileGuard(identity), true);
  return { identity: context.identity, reader, rules, models, resources, shapes, routes, pages, guard };
}
