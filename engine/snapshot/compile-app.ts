import { compileRules } from "../access/compile-rules.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import type { ModelId } from "../definition/ids.ts";
import { readDefinition } from "../definition/reader.ts";
import { compileGuard } from "../query/guard.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import type { AppIdentity } from "./app-identity.ts";
import { AppPages } from "./app-pages.ts";
import type { AppSnapshot } from "./app-snapshot.ts";
import { compileUsers } from "./compile-users.ts";
import { compiledStatement } from "./compiled-statement.ts";
import { ModelUnit } from "./model-unit.ts";
import { RecordingReader } from "./recording-reader.ts";
import { ShapeCache } from "./shape-cache.ts";

/**
 * Compiles a version into what the engine serves from. Routes are compiled at once, statements and templates when they
 * are first used. With `previous` (the snapshot of the release before) each statement and view is reused if nothing
 * that it was compiled from has changed; the answers are the same as without it.
 */
export function compileApp(definition: AppDefinition, identity: AppIdentity, previous?: AppSnapshot): AppSnapshot {
  const plain = readDefinition(definition);
  const recording = new RecordingReader(plain);
  const { releaseId, releaseNumber, appId, environment, schemaName } = identity;
  const rules = compileRules(recording.reader, schemaName);
  const isSamePlace =
    previous?.identity.appId === appId &&
    previous.identity.environment === environment &&
    previous.identity.schemaName === schemaName;
  const old = isSamePlace ? previous : undefined;
  const shapes = old?.shapes ?? new ShapeCache();
  const context = {
    identity: { releaseId, releaseNumber, appId, environment, schemaName },
    definition: recording,
    rules,
    shapes,
  };
  const models = new Map<ModelId, ModelUnit>();
  const resources = new Map<string, ModelUnit>();
  for (const model of plain.models) {
    const unit = new ModelUnit(model, context, old?.models.get(model.id));
    models.set(model.id, unit);
    // Two models of one path are a problem that blocks publishing; the first in order answers.
    if (unit.isOpen && !resources.has(unit.path)) resources.set(unit.path, unit);
  }
  const routes = compileRoutes(plain.routes);
  const pages = new AppPages({ definition: recording, routes, rules, previous: old?.pages });
  const guards = old?.guards ?? {
    plain: compiledStatement(compileGuard(identity), true),
    ofSession: compiledStatement(compileGuard({ ...identity, hasSession: true }), true),
  };
  const users = compileUsers(plain, schemaName);
  return { identity: context.identity, reader: plain, rules, models, resources, shapes, routes, pages, guards, users };
}
