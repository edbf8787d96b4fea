import type { AppRules } from "../access/compile-rules.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { AppIdentity } from "./app-identity.ts";
import type { AppPages } from "./app-pages.ts";
import type { CompiledUsers } from "./compile-users.ts";
import type { CompiledStatement } from "./compiled-statement.ts";
import type { ModelUnit } from "./model-unit.ts";
import type { ShapeCache } from "./shape-cache.ts";

/**
 * The compiled form of a version, from which the engine serves. Immutable; parts that are compiled lazily behave as if
 * they had been compiled at once.
 */
export interface AppSnapshot {
  readonly identity: AppIdentity;
  readonly reader: DefinitionReader;
  readonly rules: AppRules;
  readonly models: ReadonlyMap<ModelId, ModelUnit>;
  /** Open models by the last part of their REST path. */
  readonly resources: ReadonlyMap<string, ModelUnit>;
  readonly routes: RouteTable<RouteRecord>;
  readonly pages: AppPages;
  /** The guard alone, for answers that need no rows: for callers without a session, and for those with one. */
  readonly guards: { readonly plain: CompiledStatement; readonly ofSession: CompiledStatement };
  /** Who signs in; undefined for an app without users. */
  readonly users: CompiledUsers | undefined;
  /** Statements that URLs made, shared with the snapshots before and after. */
  readonly shapes: ShapeCache;
}
